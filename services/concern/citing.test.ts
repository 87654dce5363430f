// Commands that cite submissions, and the submissions' own commands.
import { expect, it } from "vitest";
import { openSqliteLog } from "../../event-log/sqlite/sqlite-log.ts";
import { NO_ROLE } from "../../policies/engine/facts.ts";
import { rightsUnder } from "../../policies/engine/rights.ts";
import { adviserEvidence, logConcern } from "../../test/examples/concern.ts";
import { memoryKeys } from "../../test/helpers/memory-keys.ts";
import { NO_FILES } from "../../test/helpers/no-files.ts";
import { shipped } from "../../test/helpers/policy-files.ts";
import { councils } from "../../test/helpers/specification.ts";
import { createStreamQueue } from "../pipeline/stream-queue.ts";
import { submissionStream } from "../submission/events.ts";
import { concernService } from "./service.ts";

it("A concern is logged while no command runs on any of the submissions that it cites", async () => {
  const log = openSqliteLog(":memory:");
  const keys = memoryKeys();
  const streams: string[] = [];
  const queue = createStreamQueue();
  const now = () => new Date("2026-03-02T12:00:00.000Z");
  const service = concernService(
    {
      ...{ log, keys, policy: shipped, rights: rightsUnder(shipped), readModelFacts: undefined, files: NO_FILES },
      ...{ now, certainToday: () => "2026-03-02", recordingInstant: now, caughtUp: async () => {} },
      queue: {
        run(stream, work) {
          streams.push(stream);
          return queue.run(stream, work);
        },
      },
    },
    councils,
  );
  const cited = ["first", "second"];
  const { input } = logConcern({ evidence: cited.map((submission) => ({ ...adviserEvidence, submission })) });
  const principal = { type: "Person", facts: { ...NO_ROLE, id: "adviser" } } as const;
  await service.execute("logConcern", input, { principal, idempotencyKey: "log", correlation: "request" });
  expect(streams).toEqual([...cited.map(submissionStream), expect.stringContaining("concern")]);
  await log.close();
  keys.close();
});
