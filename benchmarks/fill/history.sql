-- From tale, caller and crew (fill/history.py) to the rows that the doors would have left: oldest incident first.

-- what chance decides, drawn once
CREATE TEMP TABLE dice AS
SELECT n,
       %(now)s::timestamptz - (%(rows)s - n + random()) * %(apart)s * interval '1 second' AS opened_at,
       n > %(rows)s - 2 * %(open)s AND (%(rows)s - n) %% 2 = 0 AS is_open,
       1 + floor(random() * %(tales)s)::int AS tale,
       1 + floor(random() * %(callers)s)::int AS caller,
       floor(random() * 1000)::int AS agent,
       floor(random() * 1000)::int AS worker,
       random() AS state_luck,
       random() AS response_luck,
       random() AS resolution_luck,
       random() < 0.8 AS has_call
FROM generate_series(1, %(rows)s) n;

-- how each incident went; nothing lies in the future, and nothing that is over was late
CREATE TEMP TABLE fate AS
SELECT times.*,
       CASE WHEN is_open THEN waiting WHEN closed_at IS NULL THEN 'resolved' ELSE 'closed' END AS state,
       (CASE WHEN NOT is_open AND closed_at IS NOT NULL THEN 6 WHEN NOT is_open THEN 5
             ELSE array_position(ARRAY['', 'new', 'assigned', 'in_progress', 'on_hold'], waiting) END)
           - (NOT has_call)::int AS version
FROM (
    SELECT ended.*,
           CASE WHEN resolved_at + interval '1 day' < %(now)s THEN resolved_at + interval '1 day' END AS closed_at
    FROM (
        SELECT begun.*,
               CASE WHEN waiting <> 'new' AND (waiting <> 'assigned' OR worker %% 4 > 0)
                    THEN people[1 + worker %% array_length(people, 1)] END AS assignee_id,
               CASE WHEN waiting <> 'new' AND (waiting <> 'assigned' OR worker %% 4 > 0)
                    THEN names[1 + worker %% array_length(people, 1)] END AS assignee,
               CASE WHEN waiting NOT IN ('new', 'assigned') THEN least(
                   opened_at + response_seconds * (0.05 + 0.4 * response_luck) * interval '1 second',
                   opened_at + (%(now)s - opened_at) * 0.4) END AS responded_at,
               CASE WHEN NOT is_open THEN least(
                   opened_at + (response_seconds * (0.05 + 0.4 * response_luck)
                                + resolution_seconds * (0.02 + 0.38 * resolution_luck)) * interval '1 second',
                   opened_at + (%(now)s - opened_at) * 0.6) END AS resolved_at
        FROM (
            SELECT n AS id, 'INC' || lpad(n::text, 7, '0') AS number, opened_at, is_open, has_call, worker,
                   response_luck, resolution_luck,
                   least(opened_at + interval '3 minutes', opened_at + (%(now)s - opened_at) * 0.2) AS assigned_at,
                   (%(agents)s::bigint[])[1 + agent %% array_length(%(agents)s::bigint[], 1)] AS owner_id,
                   CASE WHEN NOT is_open THEN 'in_progress' WHEN state_luck < 0.15 THEN 'new'
                        WHEN state_luck < 0.45 THEN 'assigned' WHEN state_luck < 0.85 THEN 'in_progress'
                        ELSE 'on_hold' END AS waiting,
                   tale.*, crew.people, crew.names, crew.team,
                   caller.customer_id, caller.site_id, caller.contact_id, caller.contact, caller.item_id, caller.phone
            FROM dice
            JOIN tale ON tale.k = dice.tale
            JOIN caller ON caller.k = dice.caller
            JOIN crew USING (team_id)
        ) begun
    ) ended
) times
ORDER BY id;
ANALYZE fate;

-- records
INSERT INTO records_record (
    id, kind, number, title, description, state, impact, urgency, priority, escalation_level,
    owner_id, assignee_id, team_id, desk_id, customer_id, site_id, contact_id, service_id, item_id, category_id,
    opened_by_id, opened_at, responded_at, resolved_at, closed_at, updated_at, reopenings, version,
    source, source_key)
SELECT id, 'incident', number, title, description, state, impact, urgency, priority, 0,
       owner_id, assignee_id, CASE WHEN state <> 'new' THEN team_id END, %(desk)s, customer_id, site_id, contact_id,
       service_id, item_id, category_id,
       owner_id, opened_at, responded_at, resolved_at, closed_at,
       greatest(opened_at, responded_at, resolved_at, closed_at), 0, version, '', ''
FROM fate;

-- their own columns
INSERT INTO incidents_incident (
    record_ptr_id, channel, symptom_id, hold_reason, closure_code_id, solution, caused_by_change, reassignment_count)
SELECT id, CASE WHEN has_call THEN 'phone' ELSE 'web' END, symptom_id,
       CASE WHEN state = 'on_hold' THEN 'part' ELSE '' END,
       CASE WHEN NOT is_open THEN closure_code_id END, CASE WHEN is_open THEN '' ELSE solution END, '', 0
FROM fate;

-- the words they are found by
INSERT INTO records_searchwords (record_id, words)
SELECT id, array_to_tsvector(lower(number) || words || CASE WHEN is_open THEN '{}' ELSE solution_words END)
FROM fate;

-- who answers for them
INSERT INTO records_ownership (record_id, owner_id, given_by_id, reason, from_at)
SELECT id, owner_id, owner_id, '', opened_at FROM fate;

-- calls
INSERT INTO calls_call (
    direction, channel, agent_id, contact_id, customer_id, number, caller_name, reason, service_id, category_id,
    record_id, is_first_call_resolution, answer, started_at, ended_at, handle_seconds, source, source_key,
    idempotency_key)
SELECT 'in', 'phone', owner_id, contact_id, customer_id, phone, '', title, service_id, category_id,
       id, false, '', opened_at - interval '2 minutes', opened_at, 120, '', '', ''
FROM fate WHERE has_call;

-- the journal, in the order of time
INSERT INTO records_journalentry (
    record_id, at, by_id, via, step, from_state, to_state, changes, note, is_public, version)
SELECT id, at, by_id, 'page', step, from_state, to_state, changes, note, false,
       place - (place > 2 AND NOT has_call)::int
FROM fate, LATERAL (VALUES
    (1, opened_at, owner_id, 'register', '', 'new', '{}'::jsonb, '', true),
    (2, opened_at + (%(now)s - opened_at) * 0.0001, owner_id, 'call_in', 'new', 'new',
        jsonb_build_object('call', jsonb_build_array(null, jsonb_build_object('id', id, 'label', contact))), title,
        has_call),
    (3, assigned_at, owner_id, 'assign', 'new', 'assigned', jsonb_build_object(
        'team', jsonb_build_array(null, jsonb_build_object('id', team_id, 'label', team)),
        'assignee', jsonb_build_array(null, jsonb_build_object('id', assignee_id, 'label', assignee))), '',
        state <> 'new'),
    (4, responded_at, assignee_id, 'start', 'assigned', 'in_progress',
        jsonb_build_object('responded_at', jsonb_build_array(null, responded_at)), '',
        responded_at IS NOT NULL),
    (5, responded_at + (%(now)s - responded_at) * 0.1, assignee_id, 'hold', 'in_progress', 'on_hold',
        jsonb_build_object('hold_reason', jsonb_build_array('', 'part')), '',
        state = 'on_hold'),
    (5, resolved_at, assignee_id, 'resolve', 'in_progress', 'resolved', jsonb_build_object(
        'solution', jsonb_build_array('', solution),
        'closure_code', jsonb_build_array(null, jsonb_build_object('id', closure_code_id, 'label', closure_code)),
        'resolved_at', jsonb_build_array(null, resolved_at)), '',
        NOT is_open),
    (6, closed_at, owner_id, 'confirm', 'resolved', 'closed',
        jsonb_build_object('closed_at', jsonb_build_array(null, closed_at)), '',
        closed_at IS NOT NULL)
) AS entry (place, at, by_id, step, from_state, to_state, changes, note, is_there)
WHERE is_there
ORDER BY at;

-- clocks of what is over: kept, and counted around the clock
INSERT INTO records_clock (
    record_id, metric, target_id, calendar_id, seconds, started_at, spent_seconds, pauses, stage, stopped_at, edition)
SELECT id, metric, target_id, %(always)s, seconds, opened_at, extract(epoch FROM stopped_at - opened_at)::int,
       '[]', 0, stopped_at, %(edition)s
FROM fate, LATERAL (VALUES
    ('response', response_id, response_seconds, responded_at),
    ('resolution', resolution_id, resolution_seconds, resolved_at)
) AS clock (metric, target_id, seconds, stopped_at)
WHERE NOT is_open;

-- numbers and keys go on from here
SELECT setval('record_number_incident', %(rows)s),
       setval(pg_get_serial_sequence('records_record', 'id'), %(rows)s);
