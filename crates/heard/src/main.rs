//! Heard, the program: command line, configuration, wiring.
//!
//! The only place with a real clock, random source, file or socket. Results go to standard output, all
//! else to standard error; the exit code is 0 when done, 1 when failed, 2 for wrong use.

mod args;
mod commands;
mod config;
mod demo;
mod log;
mod metrics;
mod new_file;
mod opening;
mod print;
mod server;
mod system;

use std::process::ExitCode;

use clap::Parser as _;

use crate::args::{
    AreasCommand, Cli, CodebookCommand, Command, ConfigCommand, DatabaseCommand, ExportCommand,
    ImportArguments, ImportCommand, MemberCommand, RecoveryCommand,
};
use crate::config::Settings;

fn main() -> ExitCode {
    // Before anything else: no crash may write what is in memory to a disk.
    system::forbid_core_dumps();
    system::allow_many_files();
    let (config, flags, command) = Cli::parse().into_parts();
    let environment = system::environment();
    if let Command::Codebook(CodebookCommand::Check { file, format }) = &command {
        return finish(commands::codebook::check(file, *format));
    }
    if let Command::Recovery(command) = &command {
        return finish(match command {
            RecoveryCommand::Split {
                needed,
                shares,
                into,
            } => commands::recovery::split(*needed, *shares, into),
            RecoveryCommand::Check { sheet } => commands::recovery::check(sheet),
            RecoveryCommand::Join { sheets } => commands::recovery::join(sheets),
        });
    }
    if let Command::Config(ConfigCommand::List { format }) = &command {
        return finish(commands::config::list(*format));
    }
    if let Command::Config(ConfigCommand::Check { format }) = &command {
        return finish(commands::config::check(
            config.as_deref(),
            &environment,
            &flags,
            *format,
        ));
    }
    let settings = match Settings::load(config.as_deref(), &environment, &flags) {
        Ok(settings) => settings,
        Err(problems) => {
            for problem in &problems {
                print::aside(problem);
            }
            return ExitCode::from(2);
        }
    };
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return finish(Err(error.into())),
    };
    finish(runtime.block_on(async {
        match command {
            Command::Serve(serve) => commands::serve::run(&settings, serve.demo).await,
            Command::Database(DatabaseCommand::Roles(roles)) => {
                commands::database::roles(&settings, &roles).await
            }
            Command::Member(MemberCommand::Invite { name, role }) => {
                commands::member::invite(&settings, &name, role).await
            }
            Command::Export(ExportCommand::Archive(archive)) => {
                commands::archive::export(&settings, &archive).await
            }
            Command::Import(ImportArguments {
                command: Some(ImportCommand::Archive { file, format }),
                ..
            }) => commands::archive::import(&settings, &file, format).await,
            Command::Import(import) => commands::import::run(&settings, &import).await,
            Command::Export(ExportCommand::Facets(facets)) => {
                commands::export::facets(&settings, &facets).await
            }
            Command::Areas(AreasCommand::Import(import)) => {
                commands::areas::import(&settings, &import).await
            }
            Command::Areas(AreasCommand::List { format }) => {
                commands::areas::list(&settings, format).await
            }
            Command::Areas(AreasCommand::Find(find)) => {
                commands::areas::find(&settings, &find).await
            }
            Command::Stats(stats) => commands::stats::run(&settings, &stats).await,
            Command::Move(moving) => commands::moving::run(&moving).await,
            Command::Verify(verify) => commands::verify::run(&settings, verify).await,
            Command::Codebook(_) | Command::Config(_) | Command::Recovery(_) => Ok(true),
        }
    }))
}

/// The exit code of a command: done, done but something is wrong, or failed.
fn finish(result: anyhow::Result<bool>) -> ExitCode {
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            print::aside(format_args!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}
