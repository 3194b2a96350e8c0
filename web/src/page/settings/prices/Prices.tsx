// The price list: what a million tokens of each model cost, when, and for whom.
import { useState } from "react";
import { useConfiguredProviders } from "../../../api/configured.ts";
import { usePrices } from "../../../api/prices.ts";
import type { PriceItem } from "../../../api/types.ts";
import { count } from "../../../figures/number.ts";
import { Button } from "../../../ui/Button.tsx";
import { Card } from "../../../ui/Card.tsx";
import { useNow } from "../../../ui/useNow.ts";
import { Answered } from "../../Answered.tsx";
import { Nothing } from "../Nothing.tsx";
import type { SectionProps } from "../SectionProps.ts";
import { ClosePrice } from "./ClosePrice.tsx";
import { draftFrom, EMPTY_DRAFT, type PriceDraft } from "./draft.ts";
import { pricedModels } from "./models.ts";
import { PriceDialog } from "./PriceDialog.tsx";
import { PriceFilters } from "./PriceFilters.tsx";
import { PricesTable } from "./PricesTable.tsx";

/** Models that are drawn at first, and each time more are asked for. */
const STEP = 40;

export function Prices({ around, tenantId, tz, say }: SectionProps) {
  const { scope, change, tenants } = around;
  const { catalogue = null, find = "", whose } = scope.own;
  const [shown, setShown] = useState(STEP);
  const [adding, setAdding] = useState<PriceDraft | null>(null);
  const [closing, setClosing] = useState<PriceItem | null>(null);
  const minuteMs = useNow(60_000);
  const query = usePrices({ catalogue, model: null, tenantId: whose === "tenant" ? tenantId : null });
  // A row that ended with the newest answer is past, though the minute has not passed yet.
  const nowMs = Math.max(minuteMs, query.dataUpdatedAt);
  const providers = useConfiguredProviders();
  const asked = new Set(providers.data?.items.map((provider) => provider.catalogue));
  return (
    <>
      <Card
        title="Prices"
        aside={
          <Button
            weight="solid"
            onClick={() => {
              setAdding({ ...EMPTY_DRAFT, catalogue: catalogue ?? "" });
            }}
          >
            Add a price
          </Button>
        }
        flush
      >
        <PriceFilters
          scope={scope}
          change={change}
          tenantName={around.tenant?.name ?? "this tenant"}
          catalogues={{ asked: [...asked], others: (query.data?.pages ?? []).flatMap(({ items }) => items.map((item) => item.catalogue)) }}
        />
        <Answered around={around} query={query}>
          {({ pages }) => {
            const rows = pages.flatMap(({ items }) => items);
            const models = pricedModels(rows, find, nowMs);
            const more = query.hasNextPage ? ` Looked through the first ${count(rows.length)} rows of the list.` : "";
            return (
              <>
                {models.length === 0 ? (
                  <Nothing title={find === "" ? "No prices here" : `No model of this list holds \u201c${find}\u201d`}>
                    {query.hasNextPage ? "There are further rows to look through." : "Add a price, or show another catalogue. Without one the cost of a model is not known."}
                  </Nothing>
                ) : (
                  <PricesTable
                    models={models.slice(0, shown)}
                    nowMs={nowMs}
                    tz={tz}
                    note={`${count(Math.min(shown, models.length))} of ${count(models.length)} models, dollars a million tokens.${more}`}
                    onClose={setClosing}
                    onFollow={(item) => {
                      setAdding(draftFrom(item));
                    }}
                  />
                )}
                {(models.length > shown || query.hasNextPage) && (
                  <div className="flex gap-2 px-4 pb-4 sm:px-5">
                    {models.length > shown && (
                      <Button
                        onClick={() => {
                          setShown(shown + STEP);
                        }}
                      >
                        Show {Math.min(STEP, models.length - shown)} more
                      </Button>
                    )}
                    {query.hasNextPage && (
                      <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                        {query.isFetchingNextPage ? "Reading\u2026" : "Read further rows"}
                      </Button>
                    )}
                  </div>
                )}
              </>
            );
          }}
        </Answered>
      </Card>
      {adding !== null && (
        <PriceDialog
          first={adding}
          tenants={tenants}
          catalogues={[...asked]}
          onClose={() => {
            setAdding(null);
          }}
          onDone={(text) => {
            setAdding(null);
            say(text);
          }}
        />
      )}
      {closing !== null && (
        <ClosePrice
          item={closing}
          onClose={() => {
            setClosing(null);
          }}
          onDone={(text) => {
            setClosing(null);
            say(text);
          }}
        />
      )}
    </>
  );
}
