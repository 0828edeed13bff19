ALTER TABLE `incident_forward` ADD `from_body_id` text REFERENCES body(id);--> statement-breakpoint
CREATE INDEX `incident_forward_from` ON `incident_forward` (`from_body_id`);