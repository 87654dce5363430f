// Logs what becomes of read models.
import type { FollowerReports } from "../../projections/runtime/follower.ts";
import { type Logger, nameOf } from "./logger.ts";

export const readModelReports = (logger: Logger): Pick<FollowerReports, "onBuild" | "onTrouble"> => ({
  onBuild: (readModel, ms) =>
    ms === undefined
      ? logger.info({ code: "READ_MODEL_BUILD_BEGUN", readModel }, "a read model is built from a long log")
      : logger.info({ code: "READ_MODEL_BUILT", readModel, ms }, "a read model was built"),
  onTrouble: (readModel, { code, failures, action }, error) =>
    logger.error(
      { code: "READ_MODEL_FAILED", readModel, fault: code, failures, error: nameOf(error) },
      action === "retry" ? "a read model cannot go on; it tries again" : "the file of a read model cannot be used and is rebuilt",
    ),
});
