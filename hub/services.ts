// The commands of a hub. The outcome of each is counted and traced.
import type { Councils } from "../reference/councils.ts";
import { claimService } from "../services/claim/service.ts";
import type { EvidenceFiles } from "../services/concern/attachments.ts";
import { concernService } from "../services/concern/service.ts";
import { openingService } from "../services/council/openings.ts";
import { councilService } from "../services/council/service.ts";
import { invitationService } from "../services/invitation/service.ts";
import { metricsService } from "../services/metrics/service.ts";
import { newsReadService } from "../services/news-read/service.ts";
import { noticeService } from "../services/notice/service.ts";
import { peopleService } from "../services/people/service.ts";
import type { CommandDeps, Outcome } from "../services/pipeline/execute-command.ts";
import { type Publishing, policyService } from "../services/policy/service.ts";
import { isRefusal } from "../services/refusals.ts";
import { signalService } from "../services/signal/service.ts";
import { submissionService } from "../services/submission/service.ts";
import { supportService } from "../services/support/service.ts";
import type { Observers } from "./observability/observers.ts";

export type Services = ReturnType<typeof openServices>;

type ServiceDeps = Pick<Observers, "telemetry" | "trace"> & {
  readonly command: CommandDeps;
  readonly files: EvidenceFiles;
  readonly councils: Councils;
  readonly positionsRecorded: () => Promise<number>;
  readonly publishing: Publishing;
};

type CommandService = { execute(...args: never[]): Promise<Outcome> };

export function openServices({ command, files, councils, positionsRecorded, publishing, telemetry, trace }: ServiceDeps) {
  function measured<O extends { readonly kind: "done" | "refused" }>(
    kind: string,
    name: string,
    execute: () => Promise<O>,
  ): Promise<O> {
    return trace.span("command", { "candour.command": name, "candour.stream_kind": kind }, async (span) => {
      const outcome = await execute().catch((error: unknown) => {
        telemetry.command(name, "failed");
        span.set({ "candour.outcome": "failed" });
        throw error;
      });
      telemetry.command(name, outcome.kind);
      span.set({ "candour.outcome": outcome.kind });
      if (isRefusal(outcome)) {
        telemetry.refused(outcome.code);
        span.set({ "candour.code": outcome.code });
      }
      return outcome;
    });
  }
  const measuredService = <Service extends CommandService>(kind: string, service: Service): Service => ({
    ...service,
    execute: (name: string, ...rest: never[]) => measured(kind, name, () => service.execute(name as never, ...rest)),
  });
  const metrics = metricsService(command, councils);
  const people = measuredService("person", peopleService(command, councils));
  return {
    concern: measuredService("concern", concernService({ ...command, files }, councils, positionsRecorded)),
    council: measuredService("council", councilService(command, councils)),
    opening: measuredService("council", openingService(command, councils)),
    people,
    invitation: measuredService("invitation", invitationService(command, councils, people)),
    metrics: {
      importSeries: (...args: Parameters<typeof metrics.importSeries>) =>
        measured("metric", "importMetricSeries", () => metrics.importSeries(...args)),
    },
    support: measuredService("support", supportService(command, councils)),
    submission: measuredService("submission", submissionService(command, councils)),
    signal: measuredService("signal", signalService(command, councils)),
    notice: measuredService("notice", noticeService(command)),
    claim: measuredService("task", claimService(command)),
    newsRead: measuredService("news", newsReadService(command)),
    policy: measuredService("policy", policyService(command, publishing)),
  };
}
