-- Every letter to one contact: staff list them, and deleting a contact cancels those that wait. Without it both walk
-- through the letters of everybody else, of which an import leaves a hundred thousand waiting.
create index deliveries_by_contact on deliveries (organization_id, contact_id, id desc) where contact_id is not null;
create index deliveries_by_member on deliveries (organization_id, member_id, id desc) where member_id is not null;
