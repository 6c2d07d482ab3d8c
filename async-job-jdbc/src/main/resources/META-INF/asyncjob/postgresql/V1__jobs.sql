-- Times are nanoseconds since 1970-01-01T00:00:00Z: to_timestamp(created / 1e9).
-- In texts a backslash, U+0000 and lone surrogates are escaped as in JSON.
-- The free space in each page is for progress, which is written in place as long as there is some.
create table job (
  id                 text    collate "C" not null primary key,
  revision           bigint  not null,
  kind               text    not null,
  state              text    collate "C" not null,
  attempt            integer not null,
  cancel_requested   boolean not null,
  created            bigint  not null,
  not_before         bigint,
  started            bigint,
  finished           bigint,
  expires            bigint  not null,
  discarded          boolean not null,
  caller             text,
  idempotency_key    text    collate "C",
  progress_percent   integer not null,
  progress_phase     text    not null,
  progress_remaining bigint,
  options            text    not null,
  input              text,
  input_key          text    collate "C",
  outcome            text,
  result_key         text    collate "C"
) with (fillfactor = 80);

create index job_unfinished on job (created, id) where state in ('QUEUED', 'RUNNING');
create index job_finished on job (expires, id) where state not in ('QUEUED', 'RUNNING');
create unique index job_idempotency_key on job (idempotency_key) where idempotency_key is not null;
create index job_input_key on job (input_key) where input_key is not null;
create index job_result_key on job (result_key) where result_key is not null;
