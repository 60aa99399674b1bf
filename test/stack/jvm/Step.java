import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * The part of the coupon service that lives in a JVM: every request is checked here, against a catalogue in the heap, and every issued coupon is
 * drawn here. Arguments: port, megabytes of the catalogue, and the address to listen on.
 *
 *   GET /work?kb=200            makes so much garbage
 *   GET /work?kb=4000&keepMs=500   and keeps it for a while, as work in bulk does
 *   GET /retain?mb=499          fills the heap to so many megabytes, the catalogue included, and holds them; 0 lets go
 */
public class Step {
  /** Small objects, because the time of a collection goes by their number. */
  static final class Coupon {
    final long number;
    final long[] rules = new long[2];
    final Coupon next;

    Coupon(long number, Coupon next) {
      this.number = number;
      this.next = next;
    }
  }

  record Kept(long until, Object what) {}

  /** 32 of a Coupon and 32 of its rules, as HotSpot lays them out with compressed pointers. */
  static final int COUPON_BYTES = 64;
  static final int CHUNK = 1000;

  static final List<Object> catalogue = new ArrayList<>();
  static final List<Object> retained = new ArrayList<>();
  static final ArrayDeque<Kept> kept = new ArrayDeque<>();

  public static void main(String[] args) throws IOException {
    fill(catalogue, Long.parseLong(args[1]) * 1_000_000);
    HttpServer server = HttpServer.create(new InetSocketAddress(args.length > 2 ? args[2] : "127.0.0.1", Integer.parseInt(args[0])), 1024);
    server.setExecutor(Executors.newFixedThreadPool(48));
    server.createContext("/work", exchange -> answer(exchange, Step::work));
    server.createContext("/retain", exchange -> answer(exchange, Step::retain));
    server.start();
    System.out.println("listening");
  }

  interface Handler {
    String handle(Map<String, String> query) throws InterruptedException;
  }

  static String work(Map<String, String> query) {
    long bytes = Long.parseLong(query.getOrDefault("kb", "200")) * 1000;
    long keepMs = Long.parseLong(query.getOrDefault("keepMs", "0"));
    List<Object> made = new ArrayList<>();
    for (long left = bytes; left > 0; left -= CHUNK * COUPON_BYTES) {
      Coupon chunk = chunk((int) Math.min(CHUNK, left / COUPON_BYTES + 1));
      if (keepMs > 0) made.add(chunk);
    }
    long now = System.currentTimeMillis();
    synchronized (kept) {
      while (!kept.isEmpty() && kept.peek().until() < now) kept.poll();
      if (keepMs > 0) kept.add(new Kept(now + keepMs, made));
    }
    return "done";
  }

  static synchronized String retain(Map<String, String> query) throws InterruptedException {
    double megabytes = Double.parseDouble(query.getOrDefault("mb", "0"));
    if (megabytes == 0) {
      retained.clear();
      return "let go";
    }
    MemoryPoolMXBean old = oldGeneration();
    // What is young by then is garbage or on its way into the old generation.
    System.gc();
    long wanted = (long) (megabytes * 1_000_000) - old.getUsage().getUsed();
    if (wanted > 0) fill(retained, wanted);
    return "retained " + wanted;
  }

  static MemoryPoolMXBean oldGeneration() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().matches("G1 Old Gen|Tenured Gen|PS Old Gen"))
        .findFirst()
        .orElseThrow();
  }

  static void fill(List<Object> where, long bytes) {
    for (long left = bytes; left > 0; left -= CHUNK * COUPON_BYTES) where.add(chunk(CHUNK));
  }

  static Coupon chunk(int coupons) {
    Coupon last = null;
    for (int number = 0; number < coupons; number += 1) last = new Coupon(number, last);
    return last;
  }

  static void answer(HttpExchange exchange, Handler handler) throws IOException {
    int status = 200;
    String text;
    try {
      text = handler.handle(queryOf(exchange));
    } catch (OutOfMemoryError | InterruptedException | RuntimeException problem) {
      status = 500;
      text = problem.toString();
      System.out.println(text);
    }
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  static Map<String, String> queryOf(HttpExchange exchange) {
    Map<String, String> query = new HashMap<>();
    String text = exchange.getRequestURI().getRawQuery();
    if (text == null) return query;
    for (String pair : text.split("&")) {
      String[] parts = pair.split("=", 2);
      query.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return query;
  }
}
