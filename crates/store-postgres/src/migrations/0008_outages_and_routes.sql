-- When providers were not served, and the routes of the gateways' configuration. No tenant's data: the operator's role
-- writes it, and answers for every tenant that asks.

-- The empty model stands for all of a provider.
CREATE TABLE outages (
    provider text COLLATE "C" NOT NULL,
    model text COLLATE "C" NOT NULL,
    began_at timestamptz NOT NULL,
    ended_at timestamptz,
    reason text,
    last_state text NOT NULL,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (provider, model, began_at),
    CHECK (ended_at >= began_at)
);

CREATE INDEX outages_end ON outages (ended_at);

CREATE TABLE routes (
    name text COLLATE "C" PRIMARY KEY,
    strategy text NOT NULL,
    candidates text NOT NULL,
    baseline text,
    seen_at timestamptz NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON outages, routes TO tollkeeper_operator;
