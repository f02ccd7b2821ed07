package dev.grapnel.client.balancing;

/**
 * What an interval shows of an address, or what has passed of it.
 *
 * @param isOut whether it is ejected, or on probation after that
 * @param calls how many calls ended, but for those that the client cancelled
 * @param failures how many of them failed
 * @param timed how many unary calls tell of its speed
 * @param lowerQuartile the time in ns that a quarter of those took at most; 0 if there are none
 * @param median the time in ns that half of those took at most
 * @param upperQuartile the time in ns that three quarters of those took at most
 */
record AddressSample(
    boolean isOut,
    int calls,
    int failures,
    int timed,
    long lowerQuartile,
    long median,
    long upperQuartile) {

  double failureShare() {
    return calls == 0 ? 0 : (double) failures / calls;
  }
}
