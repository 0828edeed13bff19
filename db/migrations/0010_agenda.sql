CREATE TABLE `agenda_settings` (
	`territory_siren` text PRIMARY KEY NOT NULL,
	`moderation` text DEFAULT 'territory' NOT NULL,
	`forbidden_words` text DEFAULT '[]' NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `event` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`territory_siren` text NOT NULL,
	`commune_code` text,
	`place_id` text,
	`organizer_id` text,
	`organizer_name` text,
	`status` text NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`schedule` text NOT NULL,
	`attendance_mode` text DEFAULT 'offline' NOT NULL,
	`online_url` text,
	`setting` text,
	`free` integer,
	`price` text,
	`age_min` integer,
	`age_max` integer,
	`accessibility` text DEFAULT '[]' NOT NULL,
	`keywords` text DEFAULT '[]' NOT NULL,
	`category_ids` text DEFAULT '[]' NOT NULL,
	`booking_url` text,
	`booking_phone` text,
	`booking_email` text,
	`image_id` text,
	`image_description` text,
	`image_credit` text,
	`image_checked` integer DEFAULT false NOT NULL,
	`first_start_at` integer,
	`last_end_at` integer,
	`expanded_until` integer,
	`sequence` integer DEFAULT 0 NOT NULL,
	`decline_reason` text,
	`status_words` text,
	`replaced_by_id` text,
	`secret_hash` text NOT NULL,
	`locale` text NOT NULL,
	`origin` text DEFAULT 'web' NOT NULL,
	`source_id` text,
	`source_uid` text,
	`source_url` text,
	`same_key` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`submitted_at` integer,
	`published_at` integer,
	`decided_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`commune_code`) REFERENCES `commune`(`code`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`place_id`) REFERENCES `place`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`organizer_id`) REFERENCES `organizer`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `event_id_unique` ON `event` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `event_secret` ON `event` (`secret_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `event_imported` ON `event` (`source_id`,`source_uid`);--> statement-breakpoint
CREATE INDEX `event_same` ON `event` (`territory_siren`,`same_key`);--> statement-breakpoint
CREATE INDEX `event_queue` ON `event` (`territory_siren`,`status`,`submitted_at`,`id`);--> statement-breakpoint
CREATE INDEX `event_organizer` ON `event` (`organizer_id`,`status`,`first_start_at`);--> statement-breakpoint
CREATE INDEX `event_place` ON `event` (`place_id`);--> statement-breakpoint
CREATE INDEX `event_image` ON `event` (`image_id`);--> statement-breakpoint
CREATE INDEX `event_expansion` ON `event` (`expanded_until`) WHERE expanded_until is not null;--> statement-breakpoint
CREATE INDEX `event_age` ON `event` (`last_end_at`);--> statement-breakpoint
CREATE INDEX `event_unconfirmed` ON `event` (`created_at`) WHERE status = 'draft';--> statement-breakpoint
CREATE TABLE `event_category` (
	`id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`icon` text NOT NULL,
	`position` integer NOT NULL,
	`active` integer DEFAULT true NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `event_category_slug` ON `event_category` (`territory_siren`,`slug`);--> statement-breakpoint
CREATE TABLE `event_contact` (
	`event_id` text PRIMARY KEY NOT NULL,
	`name` text,
	`email` text,
	`phone` text,
	`shown` integer DEFAULT false NOT NULL,
	`confirmed_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`event_id`) REFERENCES `event`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `event_contact_age` ON `event_contact` (`created_at`);--> statement-breakpoint
CREATE INDEX `event_contact_email` ON `event_contact` (`email`);--> statement-breakpoint
CREATE TABLE `event_entry` (
	`id` text PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`at` integer NOT NULL,
	`author_kind` text NOT NULL,
	`author_id` text,
	`kind` text NOT NULL,
	`words` text,
	`data` text DEFAULT '{}' NOT NULL,
	FOREIGN KEY (`event_id`) REFERENCES `event`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `event_entry_history` ON `event_entry` (`event_id`,`at`,`id`);--> statement-breakpoint
CREATE TABLE `event_flag` (
	`id` text PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`territory_siren` text NOT NULL,
	`reason` text NOT NULL,
	`words` text,
	`created_at` integer NOT NULL,
	`settled_at` integer,
	FOREIGN KEY (`event_id`) REFERENCES `event`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `event_flag_event` ON `event_flag` (`event_id`);--> statement-breakpoint
CREATE INDEX `event_flag_open` ON `event_flag` (`territory_siren`,`created_at`,`id`) WHERE settled_at is null;--> statement-breakpoint
CREATE TABLE `event_follower` (
	`id` text PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`email` text,
	`device_id` text,
	`locale` text NOT NULL,
	`stop_hash` text NOT NULL,
	`confirmed_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`event_id`) REFERENCES `event`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `event_follower_email` ON `event_follower` (`event_id`,`email`);--> statement-breakpoint
CREATE UNIQUE INDEX `event_follower_device` ON `event_follower` (`event_id`,`device_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `event_follower_stop` ON `event_follower` (`stop_hash`);--> statement-breakpoint
CREATE INDEX `event_follower_age` ON `event_follower` (`created_at`);--> statement-breakpoint
CREATE TABLE `event_revision` (
	`id` text PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`state` text NOT NULL,
	`content` text NOT NULL,
	`base_version` integer NOT NULL,
	`created_at` integer NOT NULL,
	`decided_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`event_id`) REFERENCES `event`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `event_revision_pending` ON `event_revision` (`event_id`) WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX `event_revision_event` ON `event_revision` (`event_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `event_revision_queue` ON `event_revision` (`created_at`,`id`) WHERE state = 'pending';--> statement-breakpoint
CREATE TABLE `event_source` (
	`id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`organizer_id` text,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`url` text,
	`defaults` text DEFAULT '{}' NOT NULL,
	`margin_km` real,
	`etag` text,
	`last_modified` text,
	`content_hash` text,
	`report` text,
	`error` text,
	`failures` integer DEFAULT 0 NOT NULL,
	`read_at` integer,
	`next_at` integer,
	`created_by` text,
	`created_at` integer NOT NULL,
	`active` integer DEFAULT true NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`organizer_id`) REFERENCES `organizer`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `event_source_due` ON `event_source` (`next_at`) WHERE active = 1 and next_at is not null;--> statement-breakpoint
CREATE INDEX `event_source_territory` ON `event_source` (`territory_siren`,`created_at`);--> statement-breakpoint
CREATE INDEX `event_source_organizer` ON `event_source` (`organizer_id`);--> statement-breakpoint
CREATE TABLE `event_source_item` (
	`source_id` text NOT NULL,
	`uid` text NOT NULL,
	`event_id` text NOT NULL,
	`owned` integer NOT NULL,
	`content_hash` text NOT NULL,
	`seen_at` integer NOT NULL,
	PRIMARY KEY(`source_id`, `uid`),
	FOREIGN KEY (`source_id`) REFERENCES `event_source`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`event_id`) REFERENCES `event`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `event_source_item_event` ON `event_source_item` (`event_id`);--> statement-breakpoint
CREATE TABLE `event_views` (
	`event_id` text NOT NULL,
	`day` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`event_id`, `day`)
);
--> statement-breakpoint
CREATE INDEX `event_views_day` ON `event_views` (`day`);--> statement-breakpoint
CREATE TABLE `occurrence` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`event_seq` integer NOT NULL,
	`recurrence` text NOT NULL,
	`start_at` integer NOT NULL,
	`end_at` integer NOT NULL,
	`start` text NOT NULL,
	`end` text NOT NULL,
	`all_day` integer NOT NULL,
	`cancelled` integer DEFAULT false NOT NULL,
	`moved` integer DEFAULT false NOT NULL,
	`reason` text,
	`listed` integer NOT NULL,
	`territory_siren` text NOT NULL,
	`commune_code` text,
	`lon` real,
	`lat` real,
	FOREIGN KEY (`event_seq`) REFERENCES `event`(`seq`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `occurrence_once` ON `occurrence` (`event_seq`,`recurrence`);--> statement-breakpoint
CREATE INDEX `occurrence_territory` ON `occurrence` (`territory_siren`,`listed`,`start_at`,`id`);--> statement-breakpoint
CREATE INDEX `occurrence_commune` ON `occurrence` (`commune_code`,`listed`,`start_at`,`id`);--> statement-breakpoint
CREATE TABLE `organizer` (
	`id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`slug` text NOT NULL,
	`folded_name` text NOT NULL,
	`description` text,
	`website` text,
	`email` text,
	`phone` text,
	`commune_code` text,
	`trusted` integer DEFAULT false NOT NULL,
	`active` integer DEFAULT true NOT NULL,
	`created_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`commune_code`) REFERENCES `commune`(`code`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `organizer_slug` ON `organizer` (`territory_siren`,`slug`);--> statement-breakpoint
CREATE INDEX `organizer_name` ON `organizer` (`territory_siren`,`folded_name`);--> statement-breakpoint
CREATE TABLE `place` (
	`id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`commune_code` text NOT NULL,
	`name` text NOT NULL,
	`folded_name` text NOT NULL,
	`address` text,
	`lon` real NOT NULL,
	`lat` real NOT NULL,
	`position_approximate` integer DEFAULT false NOT NULL,
	`accessibility` text DEFAULT '[]' NOT NULL,
	`approved` integer DEFAULT false NOT NULL,
	`merged_into_id` text,
	`created_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`commune_code`) REFERENCES `commune`(`code`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `place_name` ON `place` (`territory_siren`,`folded_name`);--> statement-breakpoint
CREATE INDEX `place_commune` ON `place` (`commune_code`,`folded_name`);
--> statement-breakpoint
CREATE VIRTUAL TABLE event_fts USING fts5(
  title, description, place, commune, organizer, keywords,
  content='', contentless_delete=1, prefix='2 3 4', tokenize="unicode61 remove_diacritics 2"
);
--> statement-breakpoint
CREATE TRIGGER event_entry_keeps_history_1 BEFORE UPDATE ON event_entry
BEGIN SELECT RAISE(ABORT, 'an event''s history cannot be rewritten'); END;
--> statement-breakpoint
CREATE TRIGGER event_entry_keeps_history_2 BEFORE DELETE ON event_entry
BEGIN SELECT RAISE(ABORT, 'an event''s history cannot be rewritten'); END;
