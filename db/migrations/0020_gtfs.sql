CREATE TABLE `gtfs_edition` (
	`edition` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`feed_id` text NOT NULL,
	`touched_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `gtfs_feed` (
	`id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`name` text NOT NULL,
	`url` text,
	`licence` text,
	`edition` integer,
	`timezone` text DEFAULT 'Europe/Paris' NOT NULL,
	`publisher` text,
	`publisher_url` text,
	`feed_version` text,
	`starts_on` text,
	`ends_on` text,
	`read_at` integer,
	`tried_at` integer,
	`next_at` integer,
	`etag` text,
	`last_modified` text,
	`content_hash` text,
	`report` text,
	`error` text,
	`failures` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `gtfs_feed_territory` ON `gtfs_feed` (`territory_siren`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `gtfs_feed_due` ON `gtfs_feed` (`next_at`) WHERE next_at is not null;--> statement-breakpoint
CREATE TABLE `gtfs_route` (
	`edition` integer NOT NULL,
	`no` integer NOT NULL,
	`name` text NOT NULL,
	`mode` text NOT NULL,
	PRIMARY KEY(`edition`, `no`)
);
--> statement-breakpoint
CREATE TABLE `gtfs_service` (
	`edition` integer NOT NULL,
	`no` integer NOT NULL,
	`first_day` integer NOT NULL,
	`days` text NOT NULL,
	PRIMARY KEY(`edition`, `no`)
);
--> statement-breakpoint
CREATE TABLE `gtfs_stop` (
	`edition` integer NOT NULL,
	`no` integer NOT NULL,
	`name` text NOT NULL,
	`lat` real NOT NULL,
	`lon` real NOT NULL,
	PRIMARY KEY(`edition`, `no`)
);
--> statement-breakpoint
CREATE INDEX `gtfs_stop_place` ON `gtfs_stop` (`edition`,`lat`,`lon`,`no`,`name`);--> statement-breakpoint
CREATE TABLE `gtfs_stop_time` (
	`edition` integer NOT NULL,
	`stop_no` integer NOT NULL,
	`departs` integer NOT NULL,
	`trip_no` integer NOT NULL,
	`place` integer NOT NULL,
	`arrives` integer NOT NULL,
	`service_no` integer NOT NULL,
	`flags` integer NOT NULL,
	PRIMARY KEY(`edition`, `stop_no`, `departs`, `trip_no`, `place`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `gtfs_trip` (
	`edition` integer NOT NULL,
	`no` integer NOT NULL,
	`route_no` integer NOT NULL,
	`headsign` text,
	`about` integer NOT NULL,
	PRIMARY KEY(`edition`, `no`)
);
