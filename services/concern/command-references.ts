// What the input of a command on a concern names in other records: evidence, uploads, submissions, support and published values.
import type { AdviserEvidence, ConcernCommand, CouncilEvidence } from "./commands.ts";

export function supportsIn({ name, input }: ConcernCommand): readonly string[] {
  if (name !== "concludeConcern") return [];
  return input.kind === "support-package" ? [input.package] : input.kind === "light-support" ? input.supports : [];
}

export const submissionsIn = (command: ConcernCommand): readonly string[] =>
  evidenceIn(command).flatMap((item) => ("submission" in item && item.submission) || []);

/** The uploads whose files the command adds to evidence. */
export const uploadsIn = (command: ConcernCommand): readonly string[] =>
  evidenceIn(command).flatMap(({ attachments }) => attachments);

export function citationsIn(command: ConcernCommand): readonly { metric: string; area: string; period: string }[] {
  return evidenceIn(command).flatMap(({ cites }) => cites ?? []);
}

function evidenceIn({ name, input }: ConcernCommand): readonly (AdviserEvidence | CouncilEvidence)[] {
  if (name === "logConcern") return input.evidence;
  return name === "addEvidence" || name === "supplyEvidence" ? [input.evidence] : [];
}
