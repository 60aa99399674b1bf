import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When the heap of each JVM is counted next in calm times, for what the analysis compares with. */
export class HeapBaselines1764900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table heap_baselines (jvm text primary key, next_at timestamptz not null)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table heap_baselines');
  }
}
