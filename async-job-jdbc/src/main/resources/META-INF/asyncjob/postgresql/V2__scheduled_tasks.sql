-- What db-scheduler 16.12 works on. There is no index on what changes when a row is picked or its lease is renewed, and
-- some space is left in each page: both are written in place then. Looking for the dead reads what is unfinished.
create table scheduled_tasks (
  task_name            text not null,
  task_instance        text not null,
  task_data            bytea,
  execution_time       timestamp with time zone,
  picked               boolean not null,
  picked_by            text,
  last_success         timestamp with time zone,
  last_failure         timestamp with time zone,
  consecutive_failures int,
  last_heartbeat       timestamp with time zone,
  version              bigint not null,
  priority             smallint,
  state                text,
  primary key (task_name, task_instance)
) with (fillfactor = 80);

create index scheduled_tasks_execution_time on scheduled_tasks (execution_time);
