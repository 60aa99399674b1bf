import type { Family } from './family.ts';
import { hikari } from './hikari.ts';
import { instances } from './instances.ts';
import { istio } from './istio.ts';
import { jvmClient } from './jvm-client.ts';
import { jvmMicrometer } from './jvm-micrometer.ts';
import { jvmOtel } from './jvm-otel.ts';
import { kafkaExporter } from './kafka-exporter.ts';
import { micrometerHttp } from './micrometer-http.ts';
import { nodeExporter } from './node-exporter.ts';
import { otelHttp } from './otel-http.ts';
import { postgresExporter } from './postgres-exporter.ts';
import { processes } from './process.ts';
import { rabbitmq } from './rabbitmq.ts';
import { redisExporter } from './redis-exporter.ts';

/** Every family of metrics that init knows, one line each; where two give the same signal, the first does. */
export const FAMILIES: readonly Family[] = [
  micrometerHttp,
  otelHttp,
  istio,
  hikari,
  jvmMicrometer,
  jvmOtel,
  jvmClient,
  kafkaExporter,
  rabbitmq,
  postgresExporter,
  redisExporter,
  instances,
  processes,
  nodeExporter,
];
