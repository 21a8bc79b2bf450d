select warehouse, article, sum(pieces) as pieces, max(moved_at) as last_moved_at
from {{ ref('stg_movements') }}
group by warehouse, article
