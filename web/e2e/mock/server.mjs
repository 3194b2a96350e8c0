// Mock mode of the end-to-end run only: serves dist/ and made-up answers shaped as openapi.json says. No product.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { WebSocketServer } from "ws";
import { costs, dashboard, live } from "./figures.mjs";
import { dice, makeRow } from "./traffic.mjs";

/** The policy the real server sends, so that a breach of it shows here too. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2" };
const DIST = new URL("../../dist/", import.meta.url);
const TENANT = { id: "0193a000-0000-7000-8000-000000000001", name: "Demo (mock)", timezone: "UTC" };
const KEY = "tk_mock";
const HISTORY_DAYS = 75;

function history(nowMs) {
  const roll = dice(7);
  const rows = [];
  for (let at = nowMs - HISTORY_DAYS * 86_400_000; at < nowMs; ) {
    const hour = new Date(at).getUTCHours();
    const busy = hour >= 7 && hour <= 19 ? 1 : 0.25;
    at += Math.floor((600_000 + roll() * 2_400_000) / busy);
    if (at < nowMs) rows.push(makeRow(at, roll, TENANT.id));
  }
  return rows;
}

/** Starts the mock; `empty` leaves out history and traffic until the first POST to /v1/chat/completions. */
export async function startMock({ port = 0, empty = false } = {}) {
  const roll = dice(11);
  const rows = empty ? [] : history(Date.now());
  const sockets = new Set();
  let signedIn = false;
  const push = () => {
    rows.push(makeRow(Date.now(), roll, TENANT.id));
    for (const send of sockets) send();
  };
  const traffic = setInterval(() => {
    if (!empty) push();
  }, 700);
  const session = () => ({
    kind: "tenant", tenant: TENANT, key: { id: TENANT.id, name: "mock", prefix: "tk_mo" }, expires_at: null, as_of: new Date().toISOString(),
  });
  const server = createServer((request, response) => {
    void handle(request, response).catch(() => response.destroy());
  });
  const json = (response, status, body) => {
    response.writeHead(status, { "content-type": status < 400 ? "application/json" : "application/problem+json" }).end(JSON.stringify(body));
  };
  const refuse = (response, detail, fix) => {
    json(response, 401, { type: "/problems/unauthorized", title: "Not signed in", status: 401, detail, fix });
  };

  async function handle(request, response) {
    const url = new URL(request.url, "http://mock");
    if (url.pathname === "/api/v1/session") {
      if (request.method === "POST") {
        const body = JSON.parse(Buffer.concat(await request.toArray()).toString());
        signedIn = body.key === KEY;
        if (signedIn) return json(response, 200, session());
        return refuse(response, "This key is not known, or was revoked.", "Use a key that POST /api/v1/admin/tenants/{id}/keys answered.");
      }
      if (request.method === "DELETE") {
        signedIn = false;
        return response.writeHead(204).end();
      }
      if (signedIn) return json(response, 200, session());
    }
    const keyed = request.headers.authorization === `Bearer ${KEY}`;
    if (url.pathname.startsWith("/api/") && !signedIn && !keyed) return refuse(response, "No session.", "Sign in.");
    if (url.pathname === "/api/v1/analytics/dashboard") {
      const asked = (name) => url.searchParams.get(name);
      const dates = asked("start_date") && `${asked("start_date")}/${asked("end_date")}`;
      return json(response, 200, dashboard(rows, dates ?? asked("period") ?? "30d", Date.now(), TENANT));
    }
    if (url.pathname === "/api/v1/analytics/costs") return json(response, 200, costs(rows, url.searchParams, Date.now()));
    if (url.pathname === "/v1/chat/completions") {
      push();
      return json(response, 200, {});
    }
    const name = url.pathname.startsWith("/assets/") ? url.pathname.slice(1) : "index.html";
    const bytes = await readFile(new URL(name, DIST));
    response.writeHead(200, { "content-type": TYPES[extname(name)] ?? "application/octet-stream", "content-security-policy": POLICY }).end(bytes);
  }

  const hub = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, socket, head) => {
    if (!signedIn) return socket.destroy();
    hub.handleUpgrade(request, socket, head, (client) => {
      let seq = 0;
      const send = () => {
        seq += 1;
        client.send(JSON.stringify({ type: "savings_update", data: live(rows, seq, Date.now()) }));
      };
      const beat = setInterval(send, 5000);
      client.on("message", () => {
        sockets.add(send);
        send();
      });
      client.on("close", () => {
        clearInterval(beat);
        sockets.delete(send);
      });
    });
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    key: KEY,
    /** Cuts every live socket, as a restart of the server would. */
    cut: () => hub.clients.forEach((client) => client.terminate()),
    close: () => {
      clearInterval(traffic);
      hub.clients.forEach((client) => client.terminate());
      server.closeAllConnections();
      server.close();
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const mock = await startMock({ port: Number(process.env.PORT ?? 8899), empty: process.argv.includes("--empty") });
  console.log(`mock at ${mock.url}, key ${mock.key}`);
}
