import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What signals said, as the watcher saw it: the past of sources that know only the present, and what a recording is made of. */
export class Samples1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table samples (
        signal text not null,
        at timestamptz not null,
        value double precision not null,
        primary key (signal, at)
      );
      create index samples_at on samples (at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table samples');
  }
}
