//! Asks the running server, as the operator.

use crate::config::Config;
use crate::data_dir::{self, ADMIN_KEY_VARIABLE};
use anyhow::{Context as _, Result, bail};
use bytes::Bytes;
use domain::Secret;
use http::{Method, Request, StatusCode, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::time::Duration;
use tokio::net::TcpStream;

/// The longest a question may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// The largest answer that is read.
const MOST_BYTES: usize = 16 << 20;

/// A running server and the right to ask it.
pub struct Admin {
    address: String,
    key: Secret,
}

impl Admin {
    /// Finds the server of this configuration, and its operator's key.
    ///
    /// # Errors
    /// There is no key: no server has started on this data folder.
    pub fn find(config: &Config) -> Result<Self> {
        let folder = &config.data_dir;
        let Some((key, _)) = data_dir::admin_key(folder)? else {
            bail!(
                "there is no operator key in {}: start `tollkeeper serve` on it first, give its folder with --data-dir, \
                 or set {ADMIN_KEY_VARIABLE}",
                folder.display()
            );
        };
        let noted = std::fs::read_to_string(folder.join("listen-addr")).ok();
        let address = noted.map_or_else(|| config.listen.clone(), |address| address.trim().to_owned());
        Ok(Self { address, key })
    }

    /// Asks for something.
    ///
    /// # Errors
    /// As [`Admin::ask`].
    pub async fn get(&self, path: &str) -> Result<Value> {
        self.ask(Method::GET, path, None).await
    }

    /// Every item of a list, page by page.
    ///
    /// # Errors
    /// As [`Admin::ask`].
    pub async fn list(&self, path: &str) -> Result<Vec<Value>> {
        let (mut items, mut cursor) = (Vec::new(), None::<String>);
        loop {
            let separator = if path.contains('?') { '&' } else { '?' };
            let page = match &cursor {
                None => format!("{path}{separator}limit=1000"),
                Some(cursor) => format!("{path}{separator}limit=1000&cursor={}", encoded(cursor)),
            };
            let mut answer = self.get(&page).await?;
            if let Value::Array(found) = answer["items"].take() {
                items.extend(found);
            }
            match answer["next_cursor"].as_str() {
                Some(next) if cursor.as_deref() != Some(next) => cursor = Some(next.to_owned()),
                _ => return Ok(items),
            }
        }
    }

    /// Asks the server.
    ///
    /// # Errors
    /// No server answers, or it says no: its words and fix.
    pub async fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value> {
        let asked = tokio::time::timeout(PATIENCE, self.exchange(method, path, body)).await;
        let (status, bytes) = match asked {
            Ok(answer) => answer?,
            Err(_) => bail!("the server at {} did not answer in {} s", self.address, PATIENCE.as_secs()),
        };
        let answer: Value =
            if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap_or_default() };
        if status.is_success() {
            return Ok(answer);
        }
        let says = |key: &str| answer[key].as_str().map(str::to_owned);
        let detail = says("detail").unwrap_or_else(|| format!("status {status}"));
        if status == StatusCode::UNAUTHORIZED {
            bail!(
                "the server at {} does not know this operator key: {detail}; check --data-dir and {ADMIN_KEY_VARIABLE}",
                self.address
            );
        }
        match says("fix") {
            Some(fix) => bail!("{detail}; {fix}"),
            None => bail!("{detail}"),
        }
    }

    async fn exchange(&self, method: Method, path: &str, body: Option<&Value>) -> Result<(StatusCode, Bytes)> {
        let nobody = || {
            format!(
                "no tollkeeper answers at {}: start `tollkeeper serve` on this data folder, or name the running one with \
                 --data-dir or --listen",
                self.address
            )
        };
        let stream = TcpStream::connect(&self.address).await.with_context(nobody)?;
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.with_context(nobody)?;
        let driver = tokio::spawn(connection);
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, &self.address)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.key.expose()))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Full::new(Bytes::from(body.map(Value::to_string).unwrap_or_default())))
            .context("the operator key holds a character that no header can carry")?;
        let answer = sender.send_request(request).await.with_context(nobody)?;
        let status = answer.status();
        let bytes = Limited::new(answer.into_body(), MOST_BYTES).collect().await;
        driver.abort();
        let bytes = bytes.map_err(|error| anyhow::anyhow!("reading the server's answer: {error}"))?;
        Ok((status, bytes.to_bytes()))
    }

    /// The id of the tenant that is named by its name or its id.
    ///
    /// # Errors
    /// There is none; the text lists the names.
    pub async fn tenant(&self, name: &str) -> Result<String> {
        let tenants = self.list("/api/v1/admin/tenants").await?;
        let is_it = |tenant: &&Value| tenant["name"] == name || tenant["id"] == name;
        if let Some(id) = tenants.iter().find(is_it).and_then(|tenant| tenant["id"].as_str()) {
            return Ok(id.to_owned());
        }
        let names: Vec<&str> = tenants.iter().filter_map(|tenant| tenant["name"].as_str()).take(20).collect();
        bail!("there is no tenant {name:?}; there are: {}", names.join(", "))
    }
}

/// A text as it may stand in a query.
pub fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// A cell of a table: the text of a value, or nothing.
pub fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_query_is_encoded() {
        assert_eq!(encoded("a b&c=d/é"), "a%20b%26c%3Dd%2F%C3%A9");
    }
}
