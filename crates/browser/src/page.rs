//! The three functions that a page calls. They share one buffer: the page asks for `room`, writes the request there,
//! calls `answer`, and reads so many bytes from `answer_at`.

#![expect(
    unsafe_code,
    reason = "a function that a page can call must keep its name, and a name may clash; there is no other unsafe \
              code here"
)]

use std::sync::{Mutex, PoisonError};

use seal::Zeroizing;

use crate::request::answer_to;

static BUFFER: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Makes the buffer so long and says where it is. Length 0 wipes what was in it.
#[unsafe(no_mangle)]
extern "C" fn room(length: usize) -> *mut u8 {
    let mut buffer = BUFFER.lock().unwrap_or_else(PoisonError::into_inner);
    drop(Zeroizing::new(std::mem::replace(
        &mut *buffer,
        vec![0; length],
    )));
    buffer.as_mut_ptr()
}

/// Answers the request in the buffer; the request is wiped. Gives the length of the answer.
#[unsafe(no_mangle)]
extern "C" fn answer() -> usize {
    let mut buffer = BUFFER.lock().unwrap_or_else(PoisonError::into_inner);
    let answer = answer_to(&buffer);
    drop(Zeroizing::new(std::mem::replace(&mut *buffer, answer)));
    buffer.len()
}

/// Where the answer is.
#[unsafe(no_mangle)]
extern "C" fn answer_at() -> *const u8 {
    BUFFER
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .as_ptr()
}
