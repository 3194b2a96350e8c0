//! One gzip file out of pieces that were compressed each by itself.
//!
//! Gzip members one after the other are a gzip file too, but not as a `Content-Encoding`: Chromium (156) shows the first one
//! and drops the rest without a word, curl ends with an error. So a piece is raw deflate data that ends on a byte and is not
//! marked as the last; pieces in a row, between the head and the tail that are made here, are a single member (RFC 1952).

use crate::StoreError;
use crate::error::Result;
use crc32fast::Hasher;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use std::io::{Read as _, Write as _};

/// A stretch of a file, compressed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// Raw deflate data (RFC 1951) up to a byte's end, without a last block.
    pub data: Vec<u8>,
    /// Bytes of what it holds.
    pub bytes: u64,
    /// CRC-32 of what it holds.
    pub crc32: u32,
}

/// An empty block that is marked as the last.
const LAST: [u8; 2] = [0x03, 0x00];

/// What a gzip file begins with: deflate, no name, no time, no system.
pub const HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

impl Piece {
    /// Compresses a stretch.
    ///
    /// # Errors
    /// `Failed` where the compressor does: a defect.
    pub fn of(stretch: &[u8]) -> Result<Self> {
        let failed = |_| StoreError::Failed("a stretch of a file could not be compressed: a defect".into());
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(stretch).map_err(failed)?;
        // A flush ends on a byte; finishing would mark the block as the last.
        encoder.flush().map_err(failed)?;
        let data = std::mem::take(encoder.get_mut());
        Ok(Self { data, bytes: stretch.len() as u64, crc32: crc32fast::hash(stretch) })
    }

    /// What it holds.
    ///
    /// # Errors
    /// `Failed` for what [`Piece::of`] never makes.
    pub fn open(&self) -> Result<Vec<u8>> {
        let mut stretch = Vec::new();
        let read = DeflateDecoder::new(self.data.chain(&LAST[..])).take(self.bytes + 1).read_to_end(&mut stretch);
        if read.is_err() || stretch.len() as u64 != self.bytes || crc32fast::hash(&stretch) != self.crc32 {
            return Err(StoreError::Failed("a part of a file is damaged".into()));
        }
        Ok(stretch)
    }
}

/// What the end of a gzip file says of all that stands before it.
#[derive(Clone, Debug, Default)]
pub struct Tail(Hasher, u64);

impl Tail {
    /// Takes the next piece into account.
    pub fn add(&mut self, piece: &Piece) {
        self.0.combine(&Hasher::new_with_initial_len(piece.crc32, piece.bytes));
        self.1 += piece.bytes;
    }

    /// The file's last bytes.
    #[must_use]
    pub fn bytes(self) -> Vec<u8> {
        // The length stands modulo 2^32, as the format has it.
        let length = (self.1 & u64::from(u32::MAX)) as u32;
        [&LAST[..], &self.0.finalize().to_le_bytes(), &length.to_le_bytes()].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::GzDecoder;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn pieces_in_a_row_are_one_member(stretches in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..6)) {
            let (mut file, mut tail) = (HEAD.to_vec(), Tail::default());
            for stretch in &stretches {
                let piece = Piece::of(stretch).expect("compresses");
                prop_assert_eq!(&piece.open().expect("is whole"), stretch);
                tail.add(&piece);
                file.extend(piece.data);
            }
            file.extend(tail.bytes());
            let (mut read, mut first) = (Vec::new(), GzDecoder::new(&file[..]));
            first.read_to_end(&mut read).expect("a gzip file");
            prop_assert_eq!(read, stretches.concat());
            prop_assert!(first.into_inner().is_empty(), "nothing follows the first member");
        }
    }

    #[test]
    fn damage_is_seen() {
        let piece = Piece::of(&b"cost_usd,".repeat(50)).expect("compresses");
        for damaged in [
            Piece { crc32: 1, ..piece.clone() },
            Piece { bytes: piece.bytes - 1, ..piece.clone() },
            Piece { bytes: piece.bytes + 1, ..piece.clone() },
            Piece { data: piece.data[1..].to_vec(), ..piece.clone() },
        ] {
            assert!(damaged.open().is_err());
        }
        assert!(piece.open().is_ok());
    }
}
