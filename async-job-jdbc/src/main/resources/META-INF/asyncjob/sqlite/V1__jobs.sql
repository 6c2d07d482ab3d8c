-- Times are nanoseconds since 1970-01-01T00:00:00Z: datetime(created / 1000000000, 'unixepoch').
-- In texts a backslash, U+0000 and lone surrogates are escaped as in JSON.
create table job (
  id                 text    not null primary key,
  revision           integer not null,
  kind               text    not null,
  state              text    not null,
  attempt            integer not null,
  cancel_requested   integer not null,
  created            integer not null,
  not_before         integer,
  started            integer,
  finished           integer,
  expires            integer not null,
  discarded          integer not null,
  caller             text,
  idempotency_key    text,
  progress_percent   integer not null,
  progress_phase     text    not null,
  progress_remaining integer,
  options            text    not null,
  input              text,
  input_key          text,
  outcome            text,
  result_key         text
) strict;

create index job_unfinished on job (created, id) where state in ('QUEUED', 'RUNNING');
create index job_finished on job (expires, id) where state not in ('QUEUED', 'RUNNING');
create unique index job_idempotency_key on job (idempotency_key) where idempotency_key is not null;
create index job_input_key on job (input_key) where input_key is not null;
create index job_result_key on job (result_key) where result_key is not null;
