// Classifies errors for operators: those whose message says what to do, and those that a restart does not solve.
import { AnswersNotRecorded } from "../disclosure/answer-log.ts";
import { WrongMasterKey } from "../event-log/keys/port.ts";
import { ClockBehind } from "../event-log/port.ts";
import { PostgresUnusable } from "../event-log/postgres/unusable.ts";
import { LogNotUpgraded } from "../event-log/sqlite/log-file.ts";
import { UnusableFile } from "../event-log/stores/usable-file.ts";
import { PolicyInvalid } from "../policies/engine/policy-invalid.ts";
import { ConfigInvalid, NeedsOperator } from "./exit-codes.ts";

const FOR_OPERATOR = [
  PostgresUnusable,
  ConfigInvalid,
  NeedsOperator,
  UnusableFile,
  LogNotUpgraded,
  ClockBehind,
  AnswersNotRecorded,
  WrongMasterKey,
  PolicyInvalid,
];

/** Whether the error's message says what to do. */
export const isForOperator = (error: unknown): boolean => FOR_OPERATOR.some((kind) => error instanceof kind);

export const needsOperator = (error: unknown): boolean =>
  error instanceof NeedsOperator || error instanceof UnusableFile || (error instanceof LogNotUpgraded && !error.isPassing);
