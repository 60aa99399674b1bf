import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A consumer of the newer group protocol (KIP-848), which kafkajs does not speak: brokers, group, topic, and whether it commits (always, never). */
class NewConsumer {
  public static void main(String[] args) {
    Map<String, Object> settings = Map.of(
        "bootstrap.servers", args[0],
        "group.id", args[1],
        "group.protocol", "consumer",
        "auto.offset.reset", "earliest",
        "enable.auto.commit", "false");
    try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(args[2]));
      while (true) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
          System.out.println("read " + record.value());
        }
        if (!consumer.assignment().isEmpty()) {
          if (args[3].equals("always")) consumer.commitSync();
          System.out.println("joined");
        }
      }
    }
  }
}
