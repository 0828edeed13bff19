CREATE TABLE `alert_template` (
	`id` text PRIMARY KEY NOT NULL,
	`territory_siren` text NOT NULL,
	`commune_code` text,
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`words` text NOT NULL,
	`advice` text,
	`translations` text DEFAULT '{}' NOT NULL,
	`updated_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`territory_siren`) REFERENCES `territory`(`siren`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `alert_template_list` ON `alert_template` (`territory_siren`,`title`,`id`);--> statement-breakpoint
ALTER TABLE `alert` ADD `image_id` text;--> statement-breakpoint
ALTER TABLE `alert` ADD `image_alt` text;--> statement-breakpoint
ALTER TABLE `alert` ADD `image_width` integer;--> statement-breakpoint
ALTER TABLE `alert` ADD `image_height` integer;--> statement-breakpoint
ALTER TABLE `alert` ADD `document_id` text;--> statement-breakpoint
ALTER TABLE `alert` ADD `document_name` text;--> statement-breakpoint
ALTER TABLE `alert` ADD `document_bytes` integer;--> statement-breakpoint
CREATE INDEX `alert_image` ON `alert` (`image_id`) WHERE image_id is not null;--> statement-breakpoint
CREATE INDEX `alert_document` ON `alert` (`document_id`) WHERE document_id is not null;