// Unreadable streams of all read models: a stream that one read model has in quarantine counts as unreadable for all.
import type { EventLog } from "../event-log/port.ts";
import type { Quarantined } from "../projections/runtime/quarantine.ts";
import { QuarantinedStream } from "../services/stored-events.ts";
import type { Health } from "./observability/health.ts";
import type { Logger } from "./observability/logger.ts";

export type HubQuarantine = ReturnType<typeof openQuarantinedStreams>;

/** Logs what is quarantined. */
export function openHubQuarantine(health: Health, logger: Logger): HubQuarantine {
  return openQuarantinedStreams({
    found: (model, { stream, position, type, reason }) =>
      logger.error(
        { code: "QUARANTINED", readModel: model, stream, position, type, reason },
        "a stream is unreadable and is in quarantine; everything else continues",
      ),
    changed: (streams) => health.set("quarantine", streams > 0 ? { code: "QUARANTINE", detail: { streams } } : undefined),
  });
}

type Listeners = {
  readonly found: (model: string, quarantined: Quarantined) => void;
  /** Called with the number of streams. */
  readonly changed: (streams: number) => void;
};

export function openQuarantinedStreams({ found, changed }: Listeners = { found() {}, changed() {} }) {
  const byModel = new Map<string, ReadonlyMap<string, Quarantined>>();
  let all: ReadonlyMap<string, Quarantined> = new Map();
  return {
    has: (stream: string) => all.has(stream),
    size: () => all.size,
    /** Quarantined streams of a category, each once, with their facts from when they were last readable. */
    of: (category: string): readonly Quarantined[] => [...all.values()].filter((one) => one.category === category),
    /** The attributes for policy decisions from when the stream was last readable. */
    factsOf: (stream: string) => all.get(stream)?.facts,
    /** Called by each read model's follower. */
    report(model: string, streams: readonly Quarantined[]): void {
      const before = byModel.get(model);
      for (const one of streams) if (!before?.has(one.stream)) found(model, one);
      byModel.set(model, new Map(streams.map((one) => [one.stream, one])));
      // If a stream has several entries, one with facts wins.
      const entries = [...byModel.values()].flatMap((streams) => [...streams.values()]);
      all = new Map(
        [...entries.filter(({ facts }) => !facts), ...entries.filter(({ facts }) => facts)].map((one) => [one.stream, one]),
      );
      changed(all.size);
    },
  };
}

/** The log for services: a command must not decide on a stream that a read model cannot read. */
export function readableLog(log: EventLog, quarantine: Pick<HubQuarantine, "has">): EventLog {
  const readStream: EventLog["readStream"] = async (stream, after) => {
    if (quarantine.has(stream)) throw new QuarantinedStream();
    return log.readStream(stream, after);
  };
  const readStreams: EventLog["readStreams"] = async (streams) => {
    if (streams.some(quarantine.has)) throw new QuarantinedStream();
    return log.readStreams(streams);
  };
  return Object.assign(Object.create(log) as EventLog, { readStream, readStreams });
}
