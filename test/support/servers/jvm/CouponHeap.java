import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;

/** Holds coupons until it is told to hold more (a number on standard input) or to end (its end). Says "ready" after each. */
public class CouponHeap {
  static final class Coupon {
    long id;
    int amount;
    String code;
    Coupon next;
    boolean issued;
  }

  static final List<Coupon> HELD = new ArrayList<>();
  static final List<long[]> LEDGER = new ArrayList<>();

  public static void main(String[] arguments) {
    Scanner input = new Scanner(System.in);
    hold(Integer.parseInt(arguments[0]));
    while (input.hasNextInt()) hold(input.nextInt());
  }

  static void hold(int count) {
    for (int each = 0; each < count; each += 1) HELD.add(new Coupon());
    LEDGER.add(new long[count]);
    System.out.println("ready");
    System.out.flush();
  }
}
