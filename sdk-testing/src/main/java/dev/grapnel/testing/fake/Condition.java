package dev.grapnel.testing.fake;

import java.util.List;

/** What a script asks of a call. */
sealed interface Condition<ReqT>
    permits ExactRequests, DescribedRequest, ExactMetadata, DescribedMetadata {

  /** Whether it can be told only when all requests are there. */
  boolean ofRequests();

  boolean holds(ReceivedCall<ReqT> call);

  /** The condition in words: a title, and lines below it. */
  List<String> expected();

  /** Lines that begin with "- ", "+ " or two spaces; none has a sign if the condition holds. */
  List<String> differences(ReceivedCall<ReqT> call);
}
