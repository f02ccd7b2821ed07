package dev.grapnel.protogen.service.api;

import java.util.List;

/** Is bound by those who extend it. */
public interface Finder<T> {

  List<T> search(String query, T like);

  T get(GetRequest request);
}
