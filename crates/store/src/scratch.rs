//! Files without a name: they go with the process that holds them, however it ends.

use std::fs::File;
use std::io;
use std::path::Path;

/// A file in that folder that has no name: nobody else can open it, and it is gone when it is closed or the process
/// dies, so nothing has to be cleared away afterwards. What is written into it has to be sealed by whoever writes.
pub fn nameless_file(folder: &Path) -> io::Result<File> {
    tempfile::tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Seek as _, Write as _};

    use super::*;

    #[test]
    fn it_holds_what_is_written_and_leaves_no_name() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = nameless_file(folder.path()).unwrap();
        file.write_all(b"sealed").unwrap();
        file.rewind().unwrap();
        let mut read = String::new();
        file.read_to_string(&mut read).unwrap();
        assert_eq!(read, "sealed");
        assert_eq!(folder.path().read_dir().unwrap().count(), 0);
        assert!(nameless_file(Path::new("/no/such/folder")).is_err());
    }
}
