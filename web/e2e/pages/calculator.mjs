// The calculator in a real browser: starts from what was measured, its figures are the API's own, the address holds the case,
// what the API refuses stands at its field, a copied link shows the same to another reader, and it prints on one page.
import assert from "node:assert/strict";
import { breaksNoRule } from "../axe.mjs";

const WITHIN_MS = 20_000;

/** The question that an address asks, read anew from it. */
function bodyOf(address) {
  const at = (name) => new URL(address).searchParams.get(name);
  const candidates = at("to").split(",").filter(Boolean).map((each) => {
    const colon = each.lastIndexOf(":");
    return { model: each.slice(0, colon), share_percent: Number(each.slice(colon + 1)) };
  });
  return {
    requests_per_month: Number(at("requests")), input_tokens: Number(at("input")), output_tokens: Number(at("output")),
    current_model: at("current"), candidates,
    ...(at("platform") ? { platform_cost_usd_per_month: at("platform") } : {}),
    ...(at("setup") ? { setup_cost_usd: at("setup") } : {}),
    ...(at("minutes") ? { minutes_won_per_month: Number(at("minutes")) } : {}),
    ...(at("hourly") ? { hourly_rate_usd: at("hourly") } : {}),
  };
}

function readShown(page) {
  return page.evaluate(() => {
    const usd = (id) => [...document.querySelectorAll(`[data-testid=${id}] [data-usd]`)].map((each) => each.getAttribute("data-usd"));
    return { outlooks: usd("outlooks"), headline: usd("projection-headline")[0], productivity: usd("productivity")[0] ?? null };
  });
}

async function asApi(url, key, address) {
  const response = await fetch(`${url}/api/v1/analytics/roi-calculator`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(bodyOf(address)),
  });
  const answer = await response.json();
  assert.equal(response.status, 200, JSON.stringify(answer));
  const row = (name) => answer.cases.map((each) => each[name]);
  return {
    outlooks: [...row("monthly_cost_usd"), ...row("monthly_savings_usd"), ...row("monthly_net_usd")],
    headline: answer.cases[1].monthly_net_usd,
    productivity: answer.productivity_usd,
  };
}

/** Waits until the page shows what the API says to the case in the address, to the last digit. */
async function sameAsApi(page, url, key) {
  const until = Date.now() + WITHIN_MS;
  for (;;) {
    const shown = await readShown(page);
    const api = await asApi(url, key, page.url());
    if (JSON.stringify(shown) === JSON.stringify(api)) return shown;
    assert.ok(Date.now() < until, `the page shows ${JSON.stringify(shown)}, the API says ${JSON.stringify(api)} to ${page.url()}`);
    await page.waitForTimeout(100);
  }
}

const holds = (page, name, wanted) => page.waitForURL((address) => address.searchParams.get(name) === wanted, { timeout: WITHIN_MS });

async function startsFromMeasured(page, url) {
  await page.goto(`${url}/`);
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Calculator" }).click();
  await page.waitForURL((address) => address.pathname === "/ui/calculator" && address.searchParams.has("to"));
  const note = await page.getByTestId("start-note").innerText();
  assert.match(note, /^Measured/);
  assert.ok(note.includes(await page.getByLabel("Current model").inputValue()), note);
}

async function followsTyping(page, url, key) {
  const first = await sameAsApi(page, url, key);
  const before = new URL(page.url()).searchParams.get("to");
  await page.getByLabel("Share 1, %").focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("100", { delay: 40 });
  await page.waitForURL((address) => address.searchParams.get("to")?.endsWith(":100") === true);
  const whole = await sameAsApi(page, url, key);
  assert.notEqual(whole.headline, first.headline);
  // However many keys were pressed, one step back undoes the field.
  await page.goBack();
  await holds(page, "to", before);
  assert.deepEqual(await sameAsApi(page, url, key), first);
  for (const [label, name, value] of [
    ["Platform, $", "platform", "0.5"], ["Setup, $", "setup", "12.34"], ["Minutes won", "minutes", "90"], ["Hourly rate, $", "hourly", "60"],
  ]) {
    await page.getByLabel(label).fill(value);
    await holds(page, name, value);
  }
  const full = await sameAsApi(page, url, key);
  assert.equal(full.productivity, "67.5");
  return full;
}

async function saysWhatIsWrong(page, screens) {
  const before = new URL(page.url()).searchParams.get("to");
  await page.getByRole("button", { name: "Add a model" }).click();
  await page.getByLabel("Share 2, %").fill("0");
  const model = page.getByLabel("Model 2", { exact: true });
  await model.fill("no-such");
  await page.getByRole("alert").getByText("provider/model").waitFor();
  await model.fill("no-such/model");
  await page.getByRole("alert").getByText("has no price").waitFor();
  assert.equal(await model.getAttribute("aria-invalid"), "true", "the refusal stands at the field that it is of");
  await page.getByLabel("Share 2, %").fill("99");
  await page.getByRole("alert").getByText("100% at most").waitFor();
  await page.screenshot({ path: `${screens}calculator-refused.png`, fullPage: true });
  await breaksNoRule(page, "calculator, refused");
  await page.getByRole("button", { name: "Take model 2 out" }).click();
  await holds(page, "to", before);
}

async function sharesTheCase(page, url, key, full) {
  const origin = new URL(page.url()).origin;
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin });
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const other = await page.context().newPage();
  await other.goto(link);
  await other.getByTestId("outlooks").waitFor();
  assert.deepEqual(await sameAsApi(other, url, key), full);
  await other.close();
}

async function printsOnOnePage(page, screens) {
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await page.getByRole("heading", { name: "The case" }).waitFor();
  assert.equal(await page.getByRole("navigation", { name: "Pages" }).isVisible(), false);
  assert.equal(await page.getByRole("form", { name: "The case" }).isVisible(), false);
  await page.getByTestId("assumptions").waitFor();
  const pdf = (await page.pdf({ format: "A4", path: `${screens}calculator.pdf` })).toString("latin1");
  assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length, 1, "the case prints on one page");
  await page.emulateMedia({ media: null, colorScheme: null });
}

export async function calculatorFlow({ page, url, key, screens }) {
  await startsFromMeasured(page, url);
  const full = await followsTyping(page, url, key);
  await saysWhatIsWrong(page, screens);
  assert.deepEqual(await sameAsApi(page, url, key), full);
  await breaksNoRule(page, "calculator");
  await page.screenshot({ path: `${screens}calculator.png`, fullPage: true });
  await sharesTheCase(page, url, key, full);
  await printsOnOnePage(page, screens);
  return `a measured case, ${full.outlooks.length} figures as the API says to every change, back undoes a field, the link shows the same, one page on paper`;
}
