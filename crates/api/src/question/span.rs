//! A question with everything around it settled: whose data, which zone, which span, and what time it is.

use super::ask::Ask;
use crate::answer;
use crate::auth::Caller;
use crate::errors::Problem;
use crate::state::ApiState;
use domain::Timestamp;
use http::Uri;
use metering::period::{Ask as SpanAsk, PeriodError, bucket_end};
use metering::{Grain, Period, Zone};
use store::{Tenant, TenantScope};

/// A question, ready to be answered.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The right to the data.
    pub scope: TenantScope,
    /// Whose.
    pub tenant: Tenant,
    /// The zone of days.
    pub zone: Zone,
    /// Now.
    pub now: Timestamp,
    /// The rest of the query.
    pub ask: Ask,
}

impl Asked {
    /// Settles who may read what, and when it is.
    ///
    /// # Errors
    /// 400, 403, 404 as the query deserves.
    pub async fn new(state: &ApiState, caller: &Caller, uri: &Uri, known: &[&[&str]]) -> Result<Self, Problem> {
        let ask = Ask::read(uri, known)?;
        let scope = caller.scope(ask.tenant_id()?, state).await?;
        let now = state.clock.now();
        let tenant = state.tenants.get(scope.tenant_id(), now, state.tenant(scope)).await?;
        let zone = Zone::new(ask.one("tz")?.unwrap_or(&tenant.timezone))?;
        Ok(Self { scope, tenant, zone, now, ask })
    }

    /// The span of the query, or the default one. Between moments only where the endpoint takes `MOMENTS`: elsewhere they
    /// were refused by name.
    ///
    /// # Errors
    /// 400 naming the value and the fix.
    pub fn span(&self, default: &str) -> Result<Span, Problem> {
        let ask = SpanAsk {
            period: self.ask.one("period")?,
            start_date: self.ask.one("start_date")?,
            end_date: self.ask.one("end_date")?,
        };
        let (from, to) = (self.ask.one("from")?, self.ask.one("to")?);
        if from.or(to).is_some() {
            let others = [("period", ask.period), ("start_date", ask.start_date), ("end_date", ask.end_date)];
            if let Some((name, _)) = others.into_iter().find(|(_, value)| value.is_some()) {
                return Err(PeriodError::Mixed(name).into());
            }
            return Ok(Span { period: Period::between(from, to, &self.zone)?, name: None });
        }
        let name = match (ask.period, ask.start_date.or(ask.end_date)) {
            (Some(name), _) => Some(name),
            (None, None) => Some(default),
            (None, Some(_)) => None,
        };
        Ok(Span { period: Period::parse(ask, default, &self.zone, self.now)?, name: name.map(str::to_owned) })
    }

    /// A span by its name.
    ///
    /// # Errors
    /// 400 for an unknown one.
    pub fn named(&self, name: &str) -> Result<Span, Problem> {
        let ask = SpanAsk { period: Some(name), ..SpanAsk::default() };
        Ok(Span { period: Period::parse(ask, name, &self.zone, self.now)?, name: Some(name.to_owned()) })
    }
}

/// Buckets of one answer at most.
const MAX_BUCKETS: usize = 3_000;

/// A span and the name it was asked by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Span {
    /// The span.
    pub period: Period,
    /// Its name, if it was not asked by dates or moments.
    pub name: Option<String>,
}

impl Span {
    /// The same stretch of the period before: as long as what has passed of this one.
    #[must_use]
    pub fn previous(&self, now: Timestamp) -> Self {
        let mut before = self.period.previous();
        if let Some(end) = self.reached(now) {
            let passed = end.as_millis() - self.period.from.as_millis();
            before.to = before.to.min(before.from.plus_millis(passed.max(0)));
        }
        Self { period: before, name: None }
    }

    /// The same dates a year before, up to the same moment where this span is not over.
    #[must_use]
    pub fn last_year(&self, now: Timestamp) -> Self {
        let mut before = self.period.last_year();
        if let Some(end) = self.reached(now) {
            before.to = before.zone.year_before(end).clamp(before.from, before.to);
        }
        Self { period: before, name: None }
    }

    /// The end of the quarter hour that the span has come to; `None` where it is over.
    fn reached(&self, now: Timestamp) -> Option<Timestamp> {
        (now < self.period.to).then(|| bucket_end(&self.period.zone, Grain::Quarter, now.plus_millis(-1)))
    }

    /// The span widened to whole UTC hours, on which histograms rest.
    #[must_use]
    pub fn widened_to_hours(mut self) -> Self {
        let last = self.period.to.plus_millis(-1);
        self.period.from = self.period.from.floor_to(3_600_000);
        self.period.to = bucket_end(&self.period.zone, Grain::Hour, last);
        self
    }

    /// The starts of its buckets up to now: what has not begun is not shown.
    #[must_use]
    pub fn buckets(&self, grain: Grain, now: Timestamp) -> Vec<Timestamp> {
        self.period.buckets(grain).into_iter().filter(|start| *start <= now).collect()
    }

    /// The same, where there are not too many for one answer.
    ///
    /// # Errors
    /// 400 with their number.
    pub fn few_buckets(&self, grain: Grain, now: Timestamp) -> Result<Vec<Timestamp>, Problem> {
        let starts = self.buckets(grain, now);
        if starts.len() > MAX_BUCKETS {
            let detail = format!("That would be {} buckets.", starts.len());
            return Err(Problem::bad("grain", detail, "Ask for a wider grain or a shorter span."));
        }
        Ok(starts)
    }

    /// As it stands in answers.
    #[must_use]
    pub fn shown(&self) -> answer::Period {
        answer::Period {
            name: self.name.clone(),
            from: self.period.from.into(),
            to: self.period.to.into(),
            tz: self.period.zone.name().to_owned(),
        }
    }

    /// What tells it apart in a cache key: its ends and its zone.
    #[must_use]
    pub fn key(&self) -> (String, [String; 2]) {
        let name = self.name.clone().unwrap_or_else(|| "dates".to_owned());
        let ends = format!("{}-{}", self.period.from.as_millis(), self.period.to.as_millis());
        (name, [ends, self.period.zone.name().to_owned()])
    }
}

impl From<PeriodError> for Problem {
    fn from(error: PeriodError) -> Self {
        let field = match &error {
            PeriodError::Period(_) | PeriodError::Both(_) => "period",
            PeriodError::Date(field, _) | PeriodError::Half(field) | PeriodError::OutOfRange(field, _) => field,
            PeriodError::Moment(field, _) | PeriodError::HalfMoments(field) | PeriodError::Mixed(field) => field,
            PeriodError::Backwards(..) | PeriodError::TooLong(..) => "end_date",
            PeriodError::NoLength(..) | PeriodError::TooFar(..) => "to",
            PeriodError::Zone(_) => "tz",
            PeriodError::Grain(_) => "grain",
        };
        // Its text is one sentence of what is wrong and what to do; they part at the semicolon where there is one.
        let text = error.to_string();
        let (detail, fix) = text.split_once("; ").unwrap_or((&text, "Ask for a span between those two dates"));
        Self::bad(field, format!("{}.", capital(detail)), format!("{}.", capital(fix)))
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
