/** Ended, or did not start, and will not by itself: somebody has to look (data lost, or another hub took it over). Service managers do not restart it. */
export const EXIT_NEEDS_OPERATOR = 78;

/** What no restart mends. The message says what to do. */
export class NeedsOperator extends Error {
  override name = "NeedsOperator";
}

/** A setting is not valid: the hub does not start. The message names the variable. */
export class ConfigInvalid extends Error {
  override name = "ConfigInvalid";
}
