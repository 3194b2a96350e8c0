//! Pages: how many, and where to go on. A cursor is opaque: hexadecimal of where the page before ended.

use super::ask::Ask;
use crate::errors::Problem;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The largest page.
pub const MAX_LIMIT: usize = 1_000;

/// The longest cursor we make, with room.
const MAX_CURSOR: usize = 512;

/// The page that is asked for.
///
/// # Errors
/// 400 outside 1 to 1000.
pub fn limit(ask: &Ask, default: usize) -> Result<usize, Problem> {
    let form = "a whole number from 1 to 1000";
    let limit = ask.typed("limit", form)?.unwrap_or(default);
    if (1..=MAX_LIMIT).contains(&limit) {
        return Ok(limit);
    }
    Err(Problem::bad("limit", format!("`{limit}` cannot be `limit`."), format!("Give {form}.")))
}

/// Where the page before ended.
///
/// # Errors
/// 400 for anything that we did not make.
pub fn cursor<T: DeserializeOwned>(ask: &Ask) -> Result<Option<T>, Problem> {
    let Some(text) = ask.one("cursor")? else { return Ok(None) };
    let bytes = (text.len() <= MAX_CURSOR).then(|| from_hex(text)).flatten();
    let found = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    found.map(Some).ok_or_else(|| {
        Problem::bad(
            "cursor",
            "The cursor is not one of ours.",
            "Pass `next_cursor` of the page before unchanged, or leave it out.",
        )
    })
}

/// A cursor to hand out.
///
/// # Errors
/// Never in practice: cursors are plain data.
pub fn write<T: Serialize>(place: &T) -> Result<String, Problem> {
    let bytes = serde_json::to_vec(place).map_err(|_| Problem::internal())?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || text.len() % 2 == 1 {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

/// One page of a list that is short enough to be read whole, by its position.
///
/// # Errors
/// 400 for a bad limit or cursor.
pub fn slice<T>(items: Vec<T>, ask: &Ask) -> Result<(Vec<T>, Option<String>), Problem> {
    let (limit, from) = (limit(ask, MAX_LIMIT)?, cursor::<usize>(ask)?.unwrap_or(0));
    let more = items.len() > from.saturating_add(limit);
    let next = more.then(|| write(&(from + limit))).transpose()?;
    Ok((items.into_iter().skip(from).take(limit).collect(), next))
}
