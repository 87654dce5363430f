// Starts the hub and serves it until it is stopped.

import { seedDemonstration } from "../demonstration/seed.ts";
import { serve } from "../graphql/server.ts";
import { startByDate } from "../hub/clock/scheduled-jobs.ts";
import { type Config, settingsForLog } from "../hub/config.ts";
import { failureOf } from "../hub/failures.ts";
import { type Hub, openHub } from "../hub/hub.ts";
import type { Mailer } from "../hub/mail/mailer.ts";
import { createLogger, type Logger, nameOf } from "../hub/observability/logger.ts";
import { serveOperations } from "../hub/observability/operations.ts";
import { issuerReports, reportingMailer } from "../hub/observability/reports.ts";
import { developmentIssuer } from "../hub/sign-in/development-issuer.ts";
import { appointFirstGovernanceOfficer } from "../hub/sign-in/first-officer.ts";
import { remoteKeys, type Trust, type TrustedIssuer, tokenVerifier } from "../hub/sign-in/tokens.ts";
import { RELEASE } from "../hub/verification/release.ts";
import type { EarlySignals } from "./early-signals.ts";
import { clockNotBelieved, greeting } from "./greeting.ts";
import { retryUntilReady } from "./retry-until-ready.ts";
import { writeServingMarker } from "./serving-marker.ts";
import { handleSignals, type Signals } from "./signals.ts";
import { endOnUncaught } from "./uncaught-errors.ts";

/** `early` are signals that arrived before this was loaded. */
export async function serveHub(config: Config, early?: EarlySignals): Promise<void> {
  const logger = createLogger(config.logLevel);
  const signals = handleSignals(logger, process, early);
  // Loading blocks the event loop: signals that arrived meanwhile are delivered now.
  await new Promise(setImmediate);
  if (signals.isStopping()) return signals.opened(undefined, async () => {});
  try {
    await start(config, logger, signals);
  } catch (error) {
    // Work under way may fail while the hub closes.
    if (!signals.isStopping()) throw error;
  }
}

async function start(config: Config, logger: Logger, signals: Signals): Promise<void> {
  const started = performance.now();
  logger.info({ code: "STARTING", release: RELEASE, node: process.version, settings: settingsForLog(config) }, "the hub starts");
  if (config.demonstrationRegion) {
    const { playRegion } = await import("../demonstration/region/play-region.ts");
    await playRegion(config, logger);
  }
  const hub = await openHub(config, logger, { inThreads: true });
  // Resources are closed in reverse order.
  const open: (() => unknown)[] = [() => hub.close()];
  const close = async () => {
    for (let one = open.pop(); one; one = open.pop()) await one();
  };
  endOnUncaught(logger, close);
  signals.opened(hub, close);
  if (signals.isStopping()) return;
  hub.stores.mustStop.then(({ why, exitCode }) => signals.stop(why, exitCode));
  open.unshift(writeServingMarker());
  const trust = { ...(await trustOf(hub)), logger, failed: hub.telemetry.signInFailed };
  hub.telemetry.watchEventLoop();
  const operations = await serveOperations(hub, config);
  if (operations) logger.info({ code: "OPERATIONS_LISTENING", url: operations.url }, "readiness in detail and metrics are here");
  const pages = await pagesOf(hub, logger);
  const served = await serve(hub, tokenVerifier(trust), logger, pages && { openPages: pages.open });
  open.push(async () => {
    await Promise.all([served.close(), operations?.close()]);
    await pages?.close();
  });

  const mailer = config.mail && reportingMailer(await mailerFor(config.mail, config.development), hub);
  const byDate = startByDate(hub, logger, mailer, pages?.drafts);
  hub.verification.start();
  open.push(() => {
    byDate.stop();
    mailer?.close();
  });

  // While read models are being built, /ready and every response report that.
  if (Object.values(hub.readiness().readModels).some((state) => state !== "live"))
    console.log(`Candour will answer at ${served.url} when its read models are built.`);
  try {
    await hub.live();
  } catch (error) {
    // The error was logged. The hub continues and answers that it is not ready, because a restart would only hide the cause.
    if (failureOf(error).kind === "not-ready") return;
    throw error;
  }
  const { firstGovernanceOfficer: first } = config;
  if (first && !(await retryUntilReady(() => appointFirstGovernanceOfficer(hub, first), signals.isStopping)))
    logger.error(
      { code: "FIRST_OFFICER_WAITS" },
      "the first information governance officer is not appointed while the clock is not believed: start the hub again once it is",
    );
  if (config.demonstration)
    await retryUntilReady(() => seedDemonstration(hub), signals.isStopping).catch((error: unknown) => {
      if (!hub.health.report().problems.some(({ condition }) => condition === "quarantine")) throw error;
      logger.warn({ code: "DEMONSTRATION_PARTIAL", error: nameOf(error) }, "demonstration data rests on what cannot be read");
    });
  const ms = Math.round(performance.now() - started);
  logger.info({ code: "STARTED", release: RELEASE, policy: hub.policy.version, url: served.url, ms }, "the hub serves");
  console.log(greeting(config, served.url, ms));
  if (!hub.clock.isBelieved()) console.log(clockNotBelieved(config, served.url));
}

/** Loads the mail library only if it is configured. */
async function mailerFor(mail: NonNullable<Config["mail"]>, development: boolean): Promise<Mailer> {
  const { openMailer } = await import("../hub/mail/mail.ts");
  return openMailer(mail, development);
}

/** Undefined if the hub has no pages: their templates and libraries are then not loaded. */
async function pagesOf(hub: Hub, logger: Logger) {
  if (hub.config.signIn.kind === "off") {
    logger.warn(
      { code: "NO_PAGES" },
      "CANDOUR_WEB_CLIENT_ID is not set, so nobody can sign in to pages: the hub answers programs alone",
    );
    return undefined;
  }
  const { openHubPages } = await import("./pages.ts");
  return openHubPages(hub, logger);
}

async function trustOf(hub: Hub): Promise<Omit<Trust, "logger">> {
  const { config, now } = hub;
  const reportOf = issuerReports(hub.health);
  const [first, ...further] = config.issuers.flatMap(({ name, issuer, jwksUrl }): readonly TrustedIssuer[] =>
    jwksUrl === undefined ? [] : [{ name, issuer, keys: remoteKeys(jwksUrl, reportOf(issuer)) }],
  );
  // An expired token stays expired even if the clock is set back. In development the issuer uses the same clock as the hub.
  if (first) return { issuers: [first, ...further], audience: config.audience, now };
  const { issuer, keys } = await developmentIssuer(config, hub.folder.issuerKeyFile);
  return { issuers: [{ issuer, keys }], audience: config.audience, now: () => new Date() };
}
