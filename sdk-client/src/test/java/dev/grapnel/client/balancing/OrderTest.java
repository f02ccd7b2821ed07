package dev.grapnel.client.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class OrderTest {

  @Example
  void mixesWeightsEvenly() {
    assertThat(WeightedSchedule.of(new int[] {5, 3, 1})).containsExactly(0, 1, 0, 0, 1, 2, 0, 1, 0);
    assertThat(WeightedSchedule.of(new int[] {1000, 500, 500})).hasSize(4);
    assertThat(WeightedSchedule.of(new int[] {7})).containsExactly(0);
  }

  @Property
  void keepsToTheWeights(
      @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 1000) Integer> weights) {
    int[] list = weights.stream().mapToInt(Integer::intValue).toArray();
    int[] schedule = WeightedSchedule.of(list);
    double sum = Arrays.stream(list).sum();

    assertThat(schedule.length).isLessThanOrEqualTo(WeightedSchedule.LONGEST + list.length);
    int[] turns = new int[list.length];
    for (int index : schedule) {
      turns[index]++;
    }
    for (int i = 0; i < list.length; i++) {
      assertThat(Math.abs(turns[i] - list[i] * schedule.length / sum)).isLessThan(2);
    }
  }

  @Property
  void goesOnWhereTheListBeforeEnded(
      @ForAll int start, @ForAll @IntRange(min = 2, max = 9) int size) {
    AtomicInteger sequence = new AtomicInteger(start);
    Order order = Order.roundRobin(sequence, size);
    int[] turns = new int[size];
    for (int i = 0; i < 100 * size; i++) {
      turns[order.next()]++;
    }

    assertThat(Arrays.stream(turns).boxed()).allMatch(count -> count >= 99 && count <= 101);
  }

  @Example
  void prefersTheAddressWithFewerCallsRunning() {
    AddressStatistics busy = new AddressStatistics();
    busy.began();
    Order order = Order.leastRequest(List.of(busy, new AddressStatistics()));

    for (int i = 0; i < 100; i++) {
      assertThat(order.next()).isEqualTo(1);
    }
  }

  @Example
  void spreadsEvenlyWhereAllAreIdle() {
    Order order =
        Order.leastRequest(
            List.of(new AddressStatistics(), new AddressStatistics(), new AddressStatistics()));
    int[] turns = new int[3];
    for (int i = 0; i < 30_000; i++) {
      turns[order.next()]++;
    }

    assertThat(Arrays.stream(turns).boxed()).allMatch(count -> count > 9_000 && count < 11_000);
  }
}
