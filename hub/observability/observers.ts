// The receivers of reports from every part of a hub.
import type { Health } from "./health.ts";
import type { Logger } from "./logger.ts";
import type { Telemetry } from "./telemetry.ts";
import type { Trace } from "./trace.ts";

export type Observers = {
  readonly logger: Logger;
  readonly health: Health;
  readonly telemetry: Telemetry;
  readonly trace: Trace;
};
