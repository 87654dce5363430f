// All read models.
import { councilModel } from "./council/council.ts";
import { disclosuresModel } from "./disclosures/disclosures.ts";
import { intakeModel } from "./intake/intake.ts";
import { metricsModel } from "./metrics/metrics.ts";
import { overviewModel } from "./overview/overview.ts";
import { peopleModel } from "./people/people.ts";
import { policyModel } from "./policy/policy.ts";
import { registerModel } from "./register/register.ts";
import type { ReadModel } from "./runtime/read-model.ts";
import { supportModel } from "./support/support.ts";

export const READ_MODELS: readonly ReadModel<unknown>[] = [
  registerModel,
  peopleModel,
  metricsModel,
  supportModel,
  intakeModel,
  councilModel,
  overviewModel,
  policyModel,
  disclosuresModel,
];
