//! Bytes in Crockford's base 32, for people who copy by hand: no I, L, O or U is written, and I, L and O are
//! read as 1, 1 and 0.

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Gives each character of `bytes` to `each`. Bits that fill no character are left out: five bytes are eight.
pub(crate) fn write(bytes: impl IntoIterator<Item = u8>, mut each: impl FnMut(char)) {
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        held = (held << 8) | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            if let Some(letter) = ALPHABET.get(((held >> bits) & 31) as usize) {
                each(char::from(*letter));
            }
        }
        held &= (1 << bits) - 1;
    }
}

/// Reads characters until `bytes` is full; how many there were, also of those beyond. The error is the place, from 0,
/// of the first that is none of ours.
pub(crate) fn read(
    characters: impl IntoIterator<Item = char>,
    bytes: &mut [u8],
) -> Result<usize, usize> {
    let room = bytes.len() * 8 / 5;
    let mut slots = bytes.iter_mut();
    let (mut held, mut bits, mut found) = (0_u32, 0_u32, 0_usize);
    for character in characters {
        if found < room {
            held = (held << 5) | value_of(character).ok_or(found)?;
            bits += 5;
            if bits >= 8 {
                bits -= 8;
                if let Some(slot) = slots.next() {
                    *slot = (held >> bits) as u8;
                }
                held &= (1 << bits) - 1;
            }
        }
        found += 1;
    }
    Ok(found)
}

fn value_of(character: char) -> Option<u32> {
    let plain = match character.to_ascii_uppercase() {
        'I' | 'L' => '1',
        'O' => '0',
        other => other,
    };
    ALPHABET
        .iter()
        .position(|letter| char::from(*letter) == plain)
        .map(|position| position as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back_and_slips_have_a_place() {
        let bytes = [0, 1, 127, 128, 255];
        let mut text = String::new();
        write(bytes, |letter| text.push(letter));
        assert_eq!(text, "000QZ07Z");
        let mut back = [0; 5];
        assert_eq!(read(text.chars(), &mut back), Ok(8));
        assert_eq!(back, bytes);
        assert_eq!(read("oooqzo7z".chars(), &mut back), Ok(8));
        assert_eq!(back, bytes);
        assert_eq!(read("00U".chars(), &mut back), Err(2));
        assert_eq!(read("00000000U".chars(), &mut back), Ok(9));
    }
}
