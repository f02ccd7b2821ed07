package dev.grapnel.protogen.cli;

/**
 * The versions of a lock in a merge; a text is empty where the lock was not there.
 *
 * @param fileName the lock's file name
 * @param ancestor what both sides began with
 * @param staying the side whose numbers stay
 * @param moving the side whose new numbers may change
 */
record LockVersions(String fileName, String ancestor, String staying, String moving) {}
