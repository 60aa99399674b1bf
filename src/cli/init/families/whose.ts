/** By which label one of several is told from the others, and how a person is asked which of them the service uses. */
export interface Whose {
  label: string;
  /** Its answer in an answers file. */
  key: string;
  text: string;
  /** Exporters and other people's programs carry the label as well: it is offered after what only a service has. */
  telling?: 'little';
  /** Asked about even where there is only one, unless that is called like the service: a mesh has services of everybody. */
  alone?: 'asked';
}

/** The program itself. */
export const OF_PROGRAM: Whose = { label: 'job', key: 'job', text: 'Which job in Prometheus is this service' };
/** The same, by what every program has. */
export const OF_ANY_PROGRAM: Whose = { ...OF_PROGRAM, telling: 'little' };
export const OF_MESH: Whose = {
  label: 'destination_service_name',
  key: 'meshService',
  text: 'Which service of the mesh is this one',
  alone: 'asked',
};
export const OF_POSTGRES: Whose = { label: 'job', key: 'postgresJob', text: 'Which job in Prometheus is its Postgres' };
export const OF_REDIS: Whose = { label: 'job', key: 'redisJob', text: 'Which job in Prometheus is its Redis' };
export const OF_MACHINES: Whose = { label: 'job', key: 'machinesJob', text: 'Which job in Prometheus is its machines' };
export const OF_CONSUMER_GROUP: Whose = { label: 'consumergroup', key: 'consumerGroup', text: 'Which Kafka consumer group is its own' };
export const OF_RABBITMQ: Whose = { label: 'job', key: 'rabbitmqJob', text: 'Which job in Prometheus is its RabbitMQ' };
