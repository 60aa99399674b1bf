/** Readers of answers inside of kafkajs, which has no types for them. */
declare module 'kafkajs/src/protocol/requests/*' {
  const reader: { parse(data: never): Promise<unknown> };
  export default reader;
}
