import { useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { read } from "~/api";
import { NotThere } from "./NotThere";
import { latestDefinitionRoute } from "./route";

/** `/definitions/:key`: leads to the version that is the latest now. */
export function LatestPage() {
  const { key } = latestDefinitionRoute.useParams();
  const latest = useQuery(read("/api/v1/definitions/{key}", { params: { path: { key } } }));
  if (!latest.data) return <NotThere error={latest.error} onRetry={() => void latest.refetch()} />;
  const version = String(latest.data.version);
  return <Navigate to="/definitions/$key/$version" params={{ key, version }} replace />;
}
