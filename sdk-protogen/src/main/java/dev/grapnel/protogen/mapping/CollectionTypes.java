package dev.grapnel.protogen.mapping;

import java.util.Set;

/** The collections of the JDK and of Guava, by name. */
final class CollectionTypes {

  private static final Set<String> LISTS =
      Set.of(
          "java.util.Collection",
          "java.util.List",
          "java.util.Set",
          "java.util.SortedSet",
          "java.util.NavigableSet",
          "java.util.Queue",
          "java.util.Deque",
          "java.util.SequencedCollection",
          "java.util.SequencedSet",
          "java.util.ArrayList",
          "java.util.LinkedList",
          "java.util.HashSet",
          "java.util.LinkedHashSet",
          "java.util.TreeSet",
          "java.util.ArrayDeque",
          "java.util.PriorityQueue",
          "java.util.Vector",
          "java.util.Stack",
          "java.util.concurrent.BlockingQueue",
          "java.util.concurrent.BlockingDeque",
          "java.util.concurrent.LinkedBlockingQueue",
          "java.util.concurrent.ConcurrentSkipListSet",
          "java.util.EnumSet",
          "java.util.concurrent.CopyOnWriteArrayList",
          "java.util.concurrent.CopyOnWriteArraySet",
          "java.util.concurrent.ConcurrentLinkedQueue",
          "java.util.concurrent.ConcurrentLinkedDeque",
          "java.lang.Iterable",
          "com.google.common.collect.ImmutableList",
          "com.google.common.collect.ImmutableSet",
          "com.google.common.collect.ImmutableSortedSet",
          "com.google.common.collect.ImmutableCollection");
  private static final Set<String> MAPS =
      Set.of(
          "java.util.Map",
          "java.util.SortedMap",
          "java.util.NavigableMap",
          "java.util.HashMap",
          "java.util.LinkedHashMap",
          "java.util.TreeMap",
          "java.util.EnumMap",
          "java.util.Hashtable",
          "java.util.SequencedMap",
          "java.util.concurrent.ConcurrentNavigableMap",
          "java.util.concurrent.ConcurrentMap",
          "java.util.concurrent.ConcurrentHashMap",
          "java.util.concurrent.ConcurrentSkipListMap",
          "com.google.common.collect.ImmutableMap",
          "com.google.common.collect.ImmutableSortedMap");

  private CollectionTypes() {}

  static boolean isList(String className) {
    return LISTS.contains(className);
  }

  static boolean isMap(String className) {
    return MAPS.contains(className);
  }
}
