import { blank } from './blank.ts';
import { jvm } from './jvm.ts';
import { kafkaConsumer } from './kafka-consumer.ts';
import { queueWorker } from './queue-worker.ts';
import type { Template } from './template.ts';
import { webPostgres } from './web-postgres.ts';

/** Every kind of service that init knows, one line each, in the order in which they are offered. */
export const TEMPLATES: readonly Template[] = [webPostgres, kafkaConsumer, jvm, queueWorker, blank];
