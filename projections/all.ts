// The read models there are.
import { metricsModel } from "./metrics/metrics.ts";
import { peopleModel } from "./people/people.ts";
import type { ReadModel } from "./read-model.ts";
import { registerModel } from "./register/register.ts";

export const READ_MODELS: readonly ReadModel<unknown>[] = [registerModel, peopleModel, metricsModel];
