/** An operator has to act (data is lost, or another hub has taken it over): service managers do not restart the hub. */
export const EXIT_NEEDS_OPERATOR = 78;

/** A fault of the hub itself, EX_SOFTWARE of sysexits.h: service managers start it again. */
export const EXIT_FAULT = 70;

/** A restart does not solve the problem. The message says what to do. */
export class NeedsOperator extends Error {
  override name = "NeedsOperator";
}

/** A setting is not valid: the hub does not start. The message names the variable. */
export class ConfigInvalid extends Error {
  override name = "ConfigInvalid";
}
