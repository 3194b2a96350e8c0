//! The query string, name by name. A name that the endpoint does not know is refused: a typo must not widen a question.

use crate::errors::Problem;
use axum::extract::Query;
use domain::TenantId;
use http::Uri;
use serde::de::DeserializeOwned;
use std::str::FromStr;
use store::Filters;
use store::words::of_word;

/// Names of the span.
pub const SPAN: &[&str] = &["period", "start_date", "end_date", "tz", "tenant_id"];
/// Names of a span between two moments, instead of a period or dates.
pub const MOMENTS: &[&str] = &["from", "to"];
/// Names of the zone and the tenant, where the span is fixed.
pub const PLACE: &[&str] = &["tz", "tenant_id"];
/// Names of filters.
pub const FILTERS: &[&str] = &["provider", "model", "key_id", "user_id", "route", "client", "request_type"];
/// Names of series.
pub const SERIES: &[&str] = &["group_by", "grain", "top"];
/// Names of a second span.
pub const COMPARE: &[&str] = &["compare"];
/// Names of pages.
pub const PAGE: &[&str] = &["limit", "cursor"];
/// Names of row conditions.
pub const ROWS: &[&str] = &["succeeded", "error_code", "priced", "session_id"];

/// Values of one filter at most.
const MAX_VALUES: usize = 100;

/// A query string, every name known.
#[derive(Clone, Debug, Default)]
pub struct Ask(Vec<(String, String)>);

impl Ask {
    /// Reads it; `known` are lists of names that this endpoint takes.
    ///
    /// # Errors
    /// 400 for bytes that are not a query, or a name that is not known.
    pub fn read(uri: &Uri, known: &[&[&str]]) -> Result<Self, Problem> {
        let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(uri).map_err(|_| {
            Problem::bad(
                "query",
                "The query string is not `name=value` pairs in UTF-8.",
                "Percent-encode names and values.",
            )
        })?;
        for (name, _) in &pairs {
            if !known.iter().any(|names| names.contains(&name.as_str())) {
                let names: Vec<_> = known.iter().flat_map(|names| names.iter().copied()).collect();
                return Err(Problem::bad(
                    &short(name),
                    format!("There is no parameter `{}` here.", short(name)),
                    if names.is_empty() {
                        "It takes none.".to_owned()
                    } else {
                        format!("It takes {}.", names.join(", "))
                    },
                ));
            }
        }
        Ok(Self(pairs))
    }

    /// The value of a name that may stand once.
    ///
    /// # Errors
    /// 400 when it stands twice.
    pub fn one(&self, name: &str) -> Result<Option<&str>, Problem> {
        let mut values = self.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let first = values.next();
        if values.next().is_some() {
            return Err(Problem::bad(name, format!("`{name}` stands more than once."), "Give it once."));
        }
        Ok(first)
    }

    /// The value of a name as a type; `form` says what it must look like.
    ///
    /// # Errors
    /// 400 naming the value.
    pub fn typed<T: FromStr>(&self, name: &str, form: &str) -> Result<Option<T>, Problem> {
        self.one(name)?.map(|text| parsed(name, text, form)).transpose()
    }

    /// The value of a name as a word of an enumeration; `words` says which there are.
    ///
    /// # Errors
    /// 400 naming the value.
    pub fn word<T: DeserializeOwned>(&self, name: &str, words: &str) -> Result<Option<T>, Problem> {
        self.one(name)?.map(|text| of_word(text).ok_or_else(|| unfit(name, text, words))).transpose()
    }

    /// Every value of a name, as a type.
    fn all<T: FromStr>(&self, name: &str, form: &str) -> Result<Vec<T>, Problem> {
        let values: Vec<_> = self.0.iter().filter(|(known, _)| known == name).collect();
        if values.len() > MAX_VALUES {
            let detail = format!("`{name}` stands {} times.", values.len());
            return Err(Problem::bad(name, detail, format!("Give at most {MAX_VALUES}.")));
        }
        values.into_iter().map(|(_, text)| parsed(name, text, form)).collect()
    }

    /// The tenant that is asked for.
    ///
    /// # Errors
    /// 400 when it is not an id.
    pub fn tenant_id(&self) -> Result<Option<TenantId>, Problem> {
        self.typed("tenant_id", "a UUID")
    }

    /// The filters.
    ///
    /// # Errors
    /// 400 naming the value.
    pub fn filters(&self) -> Result<Filters, Problem> {
        Ok(Filters {
            providers: self.all("provider", "a provider's name: a-z, 0-9, '.', '_' and '-'")?,
            models: self.all("model", "a model's name: letters, digits and . _ : / @ + -")?,
            keys: self.all("key_id", "a UUID")?,
            users: self.all("user_id", "a UUID")?,
            routes: self.all("route", "a route's name: letters, digits and . _ -")?,
            clients: self.all("client", "a client program: letters, digits and . _ / -")?,
            request_types: self.all("request_type", "completion, chat or embedding")?,
        })
    }

    /// The question in a form that is the same for the same question: for cache keys.
    #[must_use]
    pub fn canonical(&self, names: &[&str]) -> String {
        let mut pairs: Vec<_> = self
            .0
            .iter()
            .filter(|(name, _)| names.contains(&name.as_str()))
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.sort_unstable();
        pairs.join("&")
    }
}

fn parsed<T: FromStr>(name: &str, text: &str, form: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| unfit(name, text, form))
}

fn unfit(name: &str, text: &str, form: &str) -> Problem {
    Problem::bad(name, format!("`{}` cannot be `{name}`.", short(text)), format!("Give {form}."))
}

/// At most 40 characters of a value, for an error.
pub(crate) fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(query: &str) -> Result<Ask, Problem> {
        Ask::read(&format!("/x?{query}").parse().expect("a uri"), &[SPAN, FILTERS])
    }

    #[test]
    fn typos_doubles_and_wrong_forms_are_refused_by_name() {
        let typo = ask("perod=30d").expect_err("a typo");
        assert!(typo.detail.contains("`perod`") && typo.fix.is_some_and(|fix| fix.contains("period")));
        assert!(ask("tz=UTC&tz=UTC").expect("known").one("tz").is_err());
        let problem = ask("key_id=nope").expect("known").filters().expect_err("not an id");
        assert_eq!((problem.status, problem.field.as_deref()), (400, Some("key_id")));
        assert!(problem.detail.contains("`nope`"));
    }

    #[test]
    fn several_values_are_alternatives_and_their_order_does_not_matter() {
        let one = ask("model=a:1&model=b&provider=openai").expect("fine");
        assert_eq!(one.filters().expect("fine").models.len(), 2);
        let other = ask("provider=openai&model=b&model=a:1").expect("fine");
        assert_eq!(one.canonical(FILTERS), other.canonical(FILTERS));
    }
}
