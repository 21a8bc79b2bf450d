select
    warehouse,
    article,
    cast(moved_at as timestamp) as moved_at,
    cast(pieces as integer) as pieces
from read_csv('seeds/movements.csv')
