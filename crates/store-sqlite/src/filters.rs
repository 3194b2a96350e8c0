//! Filters and groups as SQL. Rows and sums have their dimensions in columns of the same names.

use rusqlite::types::Value;
use store::Filters;

/// A WHERE clause as it grows, with its parameters in order.
pub(crate) struct Clause {
    pub(crate) sql: String,
    pub(crate) params: Vec<Value>,
}

impl Clause {
    /// Begins with one tenant: no question can be asked without.
    pub(crate) fn of(tenant: domain::TenantId) -> Self {
        Self { sql: "WHERE tenant_id = ?".into(), params: vec![Value::Blob(tenant.0.as_bytes().to_vec())] }
    }

    /// Adds a condition with its parameters.
    pub(crate) fn and(&mut self, condition: &str, params: impl IntoIterator<Item = Value>) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
        self.params.extend(params);
    }

    /// Adds a span of time, its end excluded.
    pub(crate) fn span(&mut self, column: &str, from: i64, to: i64) {
        self.and(&format!("{column} >= ? AND {column} < ?"), [Value::Integer(from), Value::Integer(to)]);
    }

    /// Adds what the filters let through.
    pub(crate) fn filters(&mut self, filters: &Filters) {
        fn texts<T: AsRef<str>>(values: &[T]) -> Vec<Value> {
            values.iter().map(|value| Value::Text(value.as_ref().to_owned())).collect()
        }
        let ids = |ids: Vec<&uuid::Uuid>| ids.into_iter().map(|id| Value::Blob(id.as_bytes().to_vec())).collect();
        self.one_of("provider", texts(&filters.providers));
        self.one_of("model", texts(&filters.models));
        self.one_of("key_id", ids(filters.keys.iter().map(|id| &id.0).collect()));
        self.one_of("user_id", ids(filters.users.iter().map(|id| &id.0).collect()));
        self.one_of("route", texts(&filters.routes));
        self.one_of("client", texts(&filters.clients));
        let kinds = filters.request_types.iter().map(|kind| kind.as_str()).collect::<Vec<_>>();
        self.one_of("request_type", texts(&kinds));
    }

    /// Adds a list of alternatives; an empty list lets everything through.
    pub(crate) fn one_of(&mut self, column: &str, values: Vec<Value>) {
        if !values.is_empty() {
            let marks = vec!["?"; values.len()].join(", ");
            self.and(&format!("{column} IN ({marks})"), values);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::row;
    use crate::migrations;
    use metering::Grain;
    use rusqlite::Connection;
    use store::figures::table;

    /// How SQLite would answer a question.
    fn plan(connection: &Connection, sql: &str) -> String {
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect("is SQL");
        let (mut steps, mut rows) = (Vec::new(), statement.raw_query());
        while let Some(row) = rows.next().expect("explains") {
            steps.push(row.get::<_, String>(3).expect("a step"));
        }
        steps.join("; ")
    }

    #[test]
    fn questions_search_one_tenant_and_sort_nothing() {
        let mut connection = Connection::open_in_memory().expect("opens");
        let now = domain::Timestamp::from_millis(0);
        migrations::run(&mut connection, std::path::Path::new("test.db"), now).expect("migrates");
        let mut page = Clause::of(test_support::tenant(1));
        page.and("(timestamp, event_id) < (0, x'')", []);
        page.span("timestamp", 0, 9);
        page.filters(&Filters { routes: vec!["auto".parse().expect("a name")], ..Filters::default() });
        let mut questions = vec![
            row::select_sql(&format!("{} ORDER BY timestamp DESC, event_id DESC LIMIT 9", page.sql)),
            row::select_sql("WHERE tenant_id = ? AND event_id = ?"),
            row::select_sql("WHERE tenant_id = ?1 AND (timestamp, event_id) > (?4, ?5) ORDER BY timestamp, event_id"),
        ];
        let mut span = Clause::of(test_support::tenant(1));
        span.span("start", 0, 9);
        for grain in [Grain::Quarter, Grain::Day, Grain::Week, Grain::Month] {
            questions.push(format!("SELECT cost_pico FROM {} {}", table(grain), span.sql));
        }
        for sql in questions {
            let plan = plan(&connection, &sql);
            assert!(plan.contains("SEARCH") && plan.contains("tenant_id=?"), "{plan}: {sql}");
            assert!(!plan.contains("SCAN") && !plan.contains("TEMP B-TREE"), "{plan}: {sql}");
        }
    }
}
