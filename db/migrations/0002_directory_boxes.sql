-- Boxes of directory_commune: names the commune of a point without holding a country in memory.
CREATE VIRTUAL TABLE directory_commune_rtree USING rtree(id, min_lon, max_lon, min_lat, max_lat, +code TEXT);
