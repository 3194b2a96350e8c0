//! What is measured: an address, how to be let in, and whose CPU to read.

use anyhow::{Context, bail};
use std::str::FromStr;

/// One server that answers `POST /v1/chat/completions`.
#[derive(Clone, Debug)]
pub struct Target {
    /// What stands in the table.
    pub name: String,
    /// Base URL with `/v1`, plain HTTP.
    pub url: http::Uri,
    /// Bearer key; empty for none.
    pub key: String,
    /// The `model` to name.
    pub model: String,
    /// Processes whose CPU and memory count, a server's workers included.
    pub pids: Vec<u32>,
}

impl FromStr for Target {
    type Err = anyhow::Error;

    /// `name=…,url=…[,key=…][,model=…][,pid=1+2]`
    fn from_str(text: &str) -> anyhow::Result<Self> {
        let mut target = Self {
            name: String::new(),
            url: http::Uri::default(),
            key: String::new(),
            model: "bench-model".into(),
            pids: vec![],
        };
        for field in text.split(',') {
            let (name, value) = field.split_once('=').with_context(|| format!("`{field}` is not name=value"))?;
            match name {
                "name" => value.clone_into(&mut target.name),
                "url" => target.url = value.parse().with_context(|| format!("url `{value}` is not a URL"))?,
                "key" => value.clone_into(&mut target.key),
                "model" => value.clone_into(&mut target.model),
                "pid" => {
                    let parse = |pid: &str| pid.parse().with_context(|| format!("pid `{pid}` is not a number"));
                    target.pids = value.split('+').map(parse).collect::<anyhow::Result<_>>()?;
                }
                _ => bail!("`{name}` is unknown; use name, url, key, model and pid"),
            }
        }
        if target.name.is_empty() || target.url.scheme_str() != Some("http") || target.url.port().is_none() {
            bail!("a target needs a name and an url such as http://127.0.0.1:8787/v1");
        }
        Ok(target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_read_and_a_wrong_one_named() {
        let target: Target = "name=nginx,url=http://127.0.0.1:80/v1,pid=1+2".parse().expect("it is well formed");
        assert_eq!((target.pids, target.model.as_str()), (vec![1, 2], "bench-model"));
        for (text, named) in
            [("name", "`name`"), ("pid=x", "`x`"), ("colour=red", "`colour`"), ("name=a,url=http://a/", "url")]
        {
            let error = text.parse::<Target>().expect_err("it is wrong").to_string();
            assert!(error.contains(named), "{error}");
        }
    }
}
