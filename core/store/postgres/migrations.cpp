// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/postgres/migrations.h"

#include "core/store/postgres/lock_keys.h"

namespace tamma::store::postgres {

namespace {

constexpr auto TABLES = R"sql(
CREATE TABLE events(
    id uuid NOT NULL,
    type text COLLATE "C" NOT NULL,
    timestamp timestamptz NOT NULL,
    tags jsonb NOT NULL DEFAULT '{}',
    metadata jsonb NOT NULL,
    data jsonb NOT NULL,
    position bigint NOT NULL,
    recorded timestamptz NOT NULL,
    version integer NOT NULL,
    keys text[] COLLATE "C" NOT NULL,
    exact bytea,
    CONSTRAINT events_position PRIMARY KEY (position),
    CONSTRAINT events_id UNIQUE (id));
CREATE INDEX events_keys ON events USING gin(keys) WITH (fastupdate = off);
ALTER TABLE events SET (autovacuum_analyze_scale_factor = 0.02,
    autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_freeze_min_age = 0);
CREATE SEQUENCE events_position_seq OWNED BY events.position;
CREATE SEQUENCE events_recorded_seq MINVALUE 0 OWNED BY events.recorded;
SELECT setval('events_recorded_seq', 0);
CREATE TABLE chain(position bigint PRIMARY KEY, hash bytea NOT NULL);

CREATE TABLE plugin_installs(
    id uuid PRIMARY KEY,
    plugin_name varchar(255) NOT NULL UNIQUE,
    version varchar(50) NOT NULL,
    capabilities text[] NOT NULL,
    installed_at timestamptz NOT NULL DEFAULT now(),
    active boolean NOT NULL DEFAULT true);
CREATE TABLE workflow_runs(
    id uuid PRIMARY KEY,
    issue_id uuid NOT NULL,
    workflow_name varchar(255) NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    completed_at timestamptz,
    status varchar(50) NOT NULL,
    current_step varchar(255),
    error_message text);
CREATE INDEX idx_workflow_runs_issue ON workflow_runs(issue_id);
CREATE INDEX idx_workflow_runs_status ON workflow_runs(status);
CREATE TABLE user_configs(
    user_id uuid PRIMARY KEY,
    workflow_config jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now());
)sql";

// What hosts agree upon outside of the record. Time is the server's alone.
constexpr auto COORDINATION = R"sql(
CREATE TABLE leases(
    name text COLLATE "C" PRIMARY KEY,
    owner text NOT NULL,
    generation bigint NOT NULL,
    expiry timestamptz NOT NULL);
CREATE TABLE jobs(
    name text COLLATE "C" PRIMARY KEY,
    repository text COLLATE "C" NOT NULL,
    priority integer NOT NULL,
    content jsonb NOT NULL,
    number bigint GENERATED ALWAYS AS IDENTITY,
    owner text NOT NULL DEFAULT '',
    generation bigint NOT NULL DEFAULT 0,
    expiry timestamptz);
CREATE INDEX jobs_next ON jobs(priority DESC, number);
CREATE TABLE job_turns(repository text COLLATE "C" PRIMARY KEY, turn bigint NOT NULL);
CREATE SEQUENCE job_turns_seq OWNED BY job_turns.turn;
CREATE TABLE checkpoints(
    projection text COLLATE "C" PRIMARY KEY,
    position bigint NOT NULL,
    version integer NOT NULL,
    snapshot bytea NOT NULL);
)sql";

// Appends several requests at once. None of them is about events of another one: the caller sees to
// that. Arrays are flat; `..._ends` say where the part of a request (or clause) ends.
//
// Locks: `locks` are sorted, so that nobody waits for somebody who waits for him. They are taken
// before anything is looked at, and each statement after that sees what was committed by then
// (read committed). Every append shares its types, its tags and EVERYTHING; a condition takes one
// tag of each item, or the types, or EVERYTHING, for itself.
//
// Conditions: `position + 0` and the missing LIMIT leave the planner no way but the GIN index. It
// believes that an unknown key is on one event in two hundred, and would walk the table in the
// order of positions to find it.
//
// Places: the lock PLACES is held for microseconds, not until the commit: positions are given out
// to one group after the other, and the time never goes back, while commits still reach the disk
// side by side. Sequences serve as variables that no rollback takes back. A lock of the session is
// not ended by a rollback, so every way out gives it back.
constexpr auto APPEND = R"sql(
CREATE FUNCTION tamma_append(locks bigint[], exclusive boolean[],
    ids uuid[], types text[], versions bigint[], timestamps timestamptz[], tag_maps jsonb[],
    metadatas jsonb[], datas jsonb[], key_sets text[], exacts bytea[], request_ends bigint[],
    clause_ends bigint[], seen bigint[], set_ends bigint[], sets text[],
    OUT outcomes text[], OUT firsts bigint[], OUT lasts bigint[], OUT broken bigint[])
LANGUAGE plpgsql SET lock_timeout = '10s' SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off AS $$
DECLARE
    requests int := cardinality(request_ends);
    accepted bigint[] := '{}';
    any_known boolean;
    known bigint;
    match bigint;
    from_event bigint;
    wanted text[];
    next_position bigint;
    now_ms bigint;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE 'appends need the isolation level "read committed"' USING ERRCODE = '25001';
    END IF;
    PERFORM CASE WHEN l.x THEN pg_advisory_xact_lock(l.k) ELSE pg_advisory_xact_lock_shared(l.k) END
        FROM unnest(locks, exclusive) AS l(k, x);
    outcomes := array_fill('stored'::text, ARRAY[requests]);
    firsts := array_fill(0::bigint, ARRAY[requests]);
    lasts := firsts;
    broken := firsts;
    any_known := EXISTS (SELECT FROM events WHERE id = ANY (ids));
    FOR r IN 1 .. requests LOOP
        from_event := coalesce(request_ends[r - 1], 0) + 1;
        known := 0;
        IF any_known THEN
            SELECT count(*) INTO known FROM events WHERE id = ANY (ids[from_event:request_ends[r]]);
            IF known = request_ends[r] - from_event + 1 THEN
                outcomes[r] := 'repeated';
                firsts[r] := (SELECT position FROM events WHERE id = ids[from_event]);
                lasts[r] := (SELECT position FROM events WHERE id = ids[request_ends[r]]);
                CONTINUE;
            END IF;
        END IF;
        FOR c IN coalesce(clause_ends[r - 1], 0) + 1 .. clause_ends[r] LOOP
            match := NULL;
            IF set_ends[c] = coalesce(set_ends[c - 1], 0) THEN
                match := (SELECT position FROM events WHERE position > seen[c]
                    ORDER BY position LIMIT 1);
            END IF;
            FOR s IN coalesce(set_ends[c - 1], 0) + 1 .. set_ends[c] LOOP
                wanted := sets[s];
                match := least(match, (SELECT min(position + 0) FROM events
                    WHERE keys @> wanted AND position + 0 > seen[c]));
            END LOOP;
            IF match IS NOT NULL THEN
                outcomes[r] := 'refused';
                firsts[r] := match;
                broken[r] := c - coalesce(clause_ends[r - 1], 0) - 1;
                EXIT;
            END IF;
        END LOOP;
        IF outcomes[r] = 'stored' AND known > 0 THEN
            outcomes[r] := 'partial';
        ELSIF outcomes[r] = 'stored' THEN
            FOR e IN from_event .. request_ends[r] LOOP
                accepted := accepted || e;
            END LOOP;
        END IF;
    END LOOP;
    IF cardinality(accepted) > 0 THEN
        BEGIN
            PERFORM pg_advisory_lock(%PLACES%);
            now_ms := greatest(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint,
                coalesce(pg_sequence_last_value('events_recorded_seq'), 0));
            IF now_ms IS DISTINCT FROM pg_sequence_last_value('events_recorded_seq') THEN
                PERFORM setval('events_recorded_seq', now_ms);
            END IF;
            next_position := nextval('events_position_seq');
            IF cardinality(accepted) > 1 THEN
                PERFORM setval('events_position_seq', next_position + cardinality(accepted) - 1);
            END IF;
            PERFORM pg_advisory_unlock(%PLACES%);
        EXCEPTION WHEN OTHERS OR query_canceled THEN
            PERFORM pg_advisory_unlock(%PLACES%);
            RAISE;
        END;
        INSERT INTO events(id, type, timestamp, tags, metadata, data, position, recorded, version,
                keys, exact)
            SELECT ids[a.e], types[a.e], timestamps[a.e], tag_maps[a.e], metadatas[a.e], datas[a.e],
                next_position + a.n - 1, timestamptz 'epoch' + now_ms * interval '1 millisecond',
                versions[a.e], key_sets[a.e]::text[], exacts[a.e]
            FROM unnest(accepted) WITH ORDINALITY AS a(e, n);
        FOR r IN 1 .. requests LOOP
            IF outcomes[r] = 'stored' THEN
                firsts[r] := next_position;
                next_position := next_position + request_ends[r] - coalesce(request_ends[r - 1], 0);
                lasts[r] := next_position - 1;
            END IF;
        END LOOP;
    END IF;
END $$;
)sql";

// After it every position up to the returned one is decided: a new statement sees its event, or it
// will never have one. Every append shares the lock before it takes a position.
constexpr auto BARRIER = R"sql(
CREATE FUNCTION tamma_barrier(OUT decided bigint, OUT recorded timestamptz)
LANGUAGE plpgsql SET lock_timeout = '10s' AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(%EVERYTHING%);
    decided := coalesce(pg_sequence_last_value('events_position_seq'), 0);
    recorded := timestamptz 'epoch'
        + pg_sequence_last_value('events_recorded_seq') * interval '1 millisecond';
END $$;

CREATE FUNCTION tamma_position_at(moment timestamptz, decided bigint) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
    before bigint := 0;
    after bigint := decided + 1;
    middle bigint;
    found_position bigint;
    found_recorded timestamptz;
BEGIN
    WHILE after - before > 1 LOOP
        middle := before + (after - before) / 2;
        SELECT position, recorded INTO found_position, found_recorded FROM events
            WHERE position >= middle AND position < after ORDER BY position LIMIT 1;
        IF found_position IS NULL OR found_recorded > moment THEN
            after := middle;
        ELSE
            before := found_position;
        END IF;
    END LOOP;
    RETURN before;
END $$;
)sql";

// How tamma_append() looked for an event that breaks a condition, up to version 2.
constexpr auto LOOK_BY_KEYS = R"sql(
                match := least(match, (SELECT min(position + 0) FROM events
                    WHERE keys @> wanted AND position + 0 > seen[c]));
)sql";

// Most conditions are about what happened just now, and some about keys that a tenth of all events
// have: the few events since then are looked at, whatever their keys. Nobody else can store one
// that breaks the condition while its locks are held, so all that count have got their places.
constexpr auto LOOK_BY_KEYS_OR_PLACES = R"sql(
                IF coalesce(pg_sequence_last_value('events_position_seq'), 0) - seen[c] <= 512 THEN
                    match := least(match, (SELECT min(later.position) FROM
                        (SELECT position, keys FROM events WHERE position > seen[c]
                            AND position <= seen[c] + 512 ORDER BY position OFFSET 0) AS later
                        WHERE later.keys @> wanted));
                ELSE
                    match := least(match, (SELECT min(position + 0) FROM events
                        WHERE keys @> wanted AND position + 0 > seen[c]));
                END IF;
)sql";

QByteArray withLockKeys(QByteArray sql)
{
    return sql.replace("%PLACES%", QByteArray::number(lock_keys::PLACES))
        .replace("%EVERYTHING%", QByteArray::number(lock_keys::EVERYTHING));
}

} // namespace

QByteArray migrations::createVersion1()
{
    QByteArray sql;
    for (const char* part : {TABLES, COORDINATION, APPEND, BARRIER}) {
        sql += part;
    }
    return withLockKeys(sql);
}

QByteArray migrations::toVersion2()
{
    return "CREATE TABLE person_keys(pseudonym text PRIMARY KEY, name text NOT NULL UNIQUE, "
           "key bytea NOT NULL)";
}

QByteArray migrations::toVersion3()
{
    return withLockKeys(QByteArray(APPEND)
                            .replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
                            .replace(LOOK_BY_KEYS, LOOK_BY_KEYS_OR_PLACES));
}

} // namespace tamma::store::postgres
