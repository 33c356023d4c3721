//! Stores, an application harness, builders and a fake clock for tests.
